import pytest

from tests.licences import DOC, compatible, document, licence, packages


@pytest.mark.parametrize("package", packages())
def test_every_package_of_a_run_states_a_licence_that_goes_with_ours(package):
    assert compatible(licence(package)), licence(package)


def test_the_list_of_licences_is_that_of_the_lock():
    assert DOC.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize(
    "expression",
    ["", "GPL-3.0-only", "MIT AND GPL-2.0-or-later", "AGPL-3.0-only OR SSPL-1.0", "Proprietary", "UNKNOWN"],
)
def test_a_licence_that_does_not_go_with_ours_is_refused(expression):
    assert not compatible(expression)


@pytest.mark.parametrize("expression", ["MIT", "GPL-2.0-only OR MIT", "BSD-3-Clause AND Zlib"])
def test_a_choice_that_goes_with_ours_is_enough(expression):
    assert compatible(expression)
