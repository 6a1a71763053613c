import pytest

from sectorplan_analysis import cli


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Call the command in an empty folder; gives the exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        try:
            status = cli.main(list(arguments))
        except SystemExit as stop:
            status = stop.code
        return status, *capsys.readouterr()

    return call


def test_help_shows_every_command_with_an_example(run):
    status, out, _ = run("--help")
    assert status == 0
    for command in ("run", "check"):
        assert f"sectorplan {command} 2025-12-31" in out
    for command in ("template", "new-round 2026-12-31", "rounds", "revisions 2024-12-31 2025-12-31"):
        assert f"sectorplan {command} " in out
    assert "usage" not in out and "options" not in out


@pytest.mark.parametrize("day", ["2025-13-01", "31-12-2025", "20251231", "2025-02-29", "gisteren", ""])
def test_a_peildatum_that_is_no_date_cannot_be_carried_out(run, day):
    status, out, err = run("run", day)
    assert (status, out) == (2, "") and "jjjj-mm-dd" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "ontbreekt"),
        (("run",), "PEILDATUM"),
        (("draai", "2025-12-31"), "kies uit"),
        (("run", "2025-12-31", "--jobs", "0"), "1 of meer"),
        (("run", "2025-12-31", "--jobs", "twee"), "1 of meer"),
        (("run", "2025-12-31", "--edition", "geheim"), "kies uit"),
        (("run", "2025-12-31", "--onbekend"), "hoort niet"),
        (("run", "2025-12-31", "--raw", "bestaat-niet"), "bestaat niet"),
        (("check", "2025-12-31", "--without", "umc-x"), "geen umc in deze ronde"),
        (("new-round",), "PEILDATUM"),
        (("new-round", "2021-12-31"), "kan geen ronde zijn"),
        (("revisions", "2025-12-31"), "NIEUWER"),
        (("revisions", "2025-12-31", "2024-12-31"), "eerst de oudere"),
        (("revisions", "2024-12-31", "2025-12-31", "--raw", "bestaat-niet"), "bestaat niet"),
    ],
)
def test_a_call_that_cannot_be_carried_out_exits_2_with_one_dutch_sentence(run, arguments, says):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert says in err and err.count("\n") == 1 and "Traceback" not in err


def test_an_unexpected_error_names_its_place_and_no_value(run, monkeypatch):
    def broken(peildatum):
        raise ValueError("jan.jansen@umc.example")

    monkeypatch.setattr("sectorplan_analysis.rondes.config.load_ronde_config", broken)
    status, _, err = run("check", "2025-12-31")
    assert status == 2 and "ValueError" in err and "cli.py" in err
    assert "jansen" not in err and "Traceback" not in err


def test_without_all_umcs_there_is_nothing_to_do(run):
    from sectorplan_analysis.reference import umc_names

    status, _, err = run("check", "2025-12-31", "--without", *umc_names())
    assert status == 2 and "geen umc over" in err


def test_a_peildatum_that_no_delivery_covers_names_the_newest(run, tmp_path):
    (tmp_path / "data" / "raw" / "2024-12-31").mkdir(parents=True)
    status, _, err = run("run", "2025-12-31")
    assert status == 1 and "2024-12-31" in err


def test_revisions_without_a_delivery_of_its_own_name_those_there_are(run, tmp_path):
    (tmp_path / "data" / "raw" / "2025-12-31").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "2025-12-31" / "begroting.csv").touch()
    status, out, err = run("revisions", "2024-12-31", "2025-12-31")
    assert (status, out) == (1, "") and "geen eigen levering" in err and "Wel: 2025-12-31" in err


def test_rounds_shows_the_calendar_also_before_anything_was_delivered(run):
    status, out, _ = run("rounds")
    assert status == 0 and "Eindevaluatie" in out and "nog niets" in out


def test_an_empty_raw_folder_says_that_nothing_was_delivered(run, tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    status, _, err = run("check", "2025-12-31")
    assert status == 1 and "nog geen levering" in err


def test_options_may_stand_in_the_configuration_and_the_call_wins(run, tmp_path):
    (tmp_path / "rondes.toml").write_text(
        '[[umcs]]\nvanaf=2022-01-01\numcs=["lumc","umcg"]\n'
        '[[ronde]]\npeildatum=2025-12-31\nopties={ raw="elders", edition="geheim" }\n',
        encoding="utf-8",
    )
    assert "onbekende editie: geheim" in run("run", "2025-12-31")[2]
    assert "elders" in run("run", "2025-12-31", "--edition", "intern")[2]
    assert "hier" in run("run", "2025-12-31", "--edition", "intern", "--raw", "hier")[2]


def test_an_unknown_option_in_the_configuration_is_named(run, tmp_path):
    (tmp_path / "rondes.toml").write_text(
        '[[umcs]]\nvanaf=2022-01-01\numcs=["lumc"]\n[[ronde]]\npeildatum=2025-12-31\nopties={ rauw="x" }\n',
        encoding="utf-8",
    )
    status, _, err = run("run", "2025-12-31")
    assert status == 2 and "rauw" in err
