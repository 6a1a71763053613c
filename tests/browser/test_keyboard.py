"""Everything can be reached and used with the keyboard alone, and everything is there without the script."""

import pytest

from tests.browser.conftest import PAGES

#: Numbers everything a reader can act on that is in sight, in the order of the page.
NUMBER_STOPS = """() => {
  const stops = [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')];
  const seen = stops.filter((each) => each.checkVisibility({ visibilityProperty: true }));
  seen.forEach((each, i) => { each.dataset.stop = i; });
  return seen.length;
}"""
STOP = "document.activeElement.dataset.stop ?? document.activeElement.outerHTML.slice(0, 120)"


def column(page, number):
    return page.locator(f"table.sorteerbaar tbody tr > :nth-child({number})").all_inner_texts()


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything_in_the_order_of_the_page_and_nothing_that_is_hidden(look, name):
    page = look(name).page
    wanted = page.evaluate(NUMBER_STOPS)
    reached = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(STOP))
    assert reached == [str(number) for number in range(wanted)]


@pytest.mark.parametrize("name", PAGES)
def test_the_first_stop_is_a_visible_link_that_skips_to_the_content(look, name):
    page = look(name).page
    page.keyboard.press("Tab")
    link = page.locator("a.overslaan")
    assert link.evaluate("(each) => each === document.activeElement")
    box = link.bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0 and box["width"] > 50
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


@pytest.mark.parametrize("name", PAGES)
def test_focus_is_always_visible(look, name):
    page = look(name).page
    for _ in range(min(8, page.evaluate(NUMBER_STOPS))):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement)['outline']")
        assert "solid" in style and "0px" not in style


@pytest.mark.parametrize("name", ["intern/kengetallen.html", "intern/index.html", "openbaar/kengetallen.html"])
def test_what_is_folded_opens_and_closes_with_enter_and_space(look, name):
    page = look(name).page
    folded = page.locator("details")
    assert folded.count() > 0
    for number in range(folded.count()):
        details = folded.nth(number)
        content = details.locator(":scope > :not(summary)").first
        assert not content.is_visible()
        details.locator("summary").first.focus()
        page.keyboard.press("Enter")
        assert content.is_visible()
        page.keyboard.press("Space")
        assert not content.is_visible()


def test_code_is_out_of_sight_and_out_of_the_tab_order_until_it_is_asked_for(look):
    page = look("intern/diversiteit.html").page
    code = page.locator("details.code pre").first
    assert not code.is_visible()
    assert page.locator("details.code [tabindex], details.code a, details.code button").count() == 0
    page.locator("details.code summary").focus()
    page.keyboard.press("Space")
    assert code.is_visible()


def test_numbers_sort_by_size_with_words_marks_and_totals_last(look):
    page = look("sorteren.html").page
    button = page.get_by_role("button", name="Vast")
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    numbers = ["\N{MINUS SIGN}3,00", "0,00", "9,76", "40,00", "1.000,25", "1.234,50"]
    words = ["geen medewerkers", "\N{EN DASH}", "geheim", "5.555,00"]
    assert column(page, 2) == [*numbers, *words]
    page.keyboard.press("Space")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    assert column(page, 2) == [*reversed(numbers), *words]
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort]").count() == 0
    assert column(page, 1) == [*"ABCDEFGHI", "Totaal"]


def test_days_sort_in_time_and_words_by_the_alphabet(look):
    page = look("sorteren.html").page
    page.get_by_role("button", name="Dag").click()
    days = ["8 mei 2023", "5 mei 2023", "2 mei 2023", "9 april 2024", "6 april 2024", "3 april 2024"]
    assert column(page, 3)[:6] == sorted(days, key=lambda day: (day[-4:], int(day.split()[0])))
    page.get_by_role("button", name="Umc").click()
    page.get_by_role("button", name="Umc").click()
    assert column(page, 1) == [*reversed("ABCDEFGHI"), "Totaal"]


@pytest.mark.parametrize("name", ["intern/kengetallen.html", "intern/diversiteit.html", "openbaar/kengetallen.html"])
def test_a_sorted_table_of_the_report_keeps_its_total_last_and_all_its_rows(look, name):
    page = look(name).page
    tables = page.locator("table.sorteerbaar:visible")
    assert tables.count() > 0
    for number in range(tables.count()):
        table = tables.nth(number)
        before = table.locator("tbody tr").all_inner_texts()
        totals = table.locator("tbody tr.totaal").all_inner_texts()
        for button in table.locator("th button").all():
            button.click()
        after = table.locator("tbody tr").all_inner_texts()
        assert sorted(after) == sorted(before)
        assert after[len(after) - len(totals) :] == totals


def test_a_umc_is_found_by_typing_and_said_in_words(look):
    page = look("intern/index.html").page
    search = page.get_by_label("Zoek een umc")
    rows = page.locator("#per-umc tbody tr:not(.totaal):visible")
    everyone = rows.count()
    search.focus()
    page.keyboard.type("lum")
    assert rows.locator("th").all_inner_texts() == ["LUMC"]
    assert page.locator("#per-umc .umcs li:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "1 umc gevonden"
    page.keyboard.type("xyz")
    assert rows.count() == 0 and page.get_by_role("status").inner_text() == "0 umc's gevonden"
    search.fill("")
    assert rows.count() == everyone > 1
    assert page.get_by_role("status").inner_text() == ""


def test_without_the_script_a_table_is_a_plain_table_and_every_umc_is_in_sight(look):
    page = look("intern/index.html", java_script_enabled=False).page
    assert page.locator("button, input:visible").count() == 0
    assert page.locator("#per-umc .umcs li:visible").count() == page.locator("#per-umc .umcs li").count() > 1
