"""On the page: filings that the sheet meets, one decision for all, and answers said anew."""

import re
from html import unescape

import pytest
from django.urls import reverse

from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing
from cairn.reporting.sheets.models import SheetFile
from tests.reporting.filings.doing import drafted, validated
from tests.reporting.sheets.books import ministry
from tests.reporting.sheets.test_meeting import year
from tests.reporting.sheets.test_summing import with_totals
from tests.reporting.sheets.test_total_with_a_blank import book


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def address() -> str:
    return reverse("desk:sheet", kwargs={"ref": SheetFile.objects.get().ref})


@pytest.fixture
def met(officer, tmp_path):
    for period in ("2024-Q1", "2024-Q2"):
        validated(officer.people, period)
    return officer.send_sheet(year(tmp_path / "2024.xlsx"))


def test_what_would_change_is_said_before_and_decided_for_all(officer, met):
    text = text_of(met)
    assert "The sheet meets 2 filings that say other numbers" in text
    assert text.count("1 number differs · 6 are new") == 2
    page = officer.act(address(), "all:take")
    assert text_of(page).count("into a new version of the filing that is there") == 2
    officer.act(address(), "take")
    assert Filing.objects.filter(number=2, status="draft").count() == 2
    assert not SheetFile.objects.exists()


def test_one_filing_is_decided_apart(officer, met):
    officer.act(address(), "all:take")
    field = re.findall(r'name="(f-filing[^"]+)" value="leave"', text_of(officer.get(address())))[0]
    page = officer.act(address(), "settle", **{field: "leave"})
    assert text_of(page).count("the filing is left as it is") == 1
    officer.act(address(), "take")
    assert Filing.objects.filter(number=2).count() == 1


def test_enter_in_a_field_of_the_form_decides_nothing_for_all(met):
    form = next(one for one in re.findall(r"<form.*?</form>", text_of(met)) if "all:take" in one)
    assert re.search(r'name="act" value="([^"]+)"', form)[1] == "settle"


def test_numbers_that_differ_are_listed_for_a_filing_that_left(officer, tmp_path):
    validated(officer.people, "2024-Q1", value=400)
    page = officer.send_sheet(ministry(tmp_path / "T1.xlsx"))
    assert "400 in the filing, 403 on the sheet (T1 2024!E12)" in text_of(page)


def test_a_draft_is_decided_number_by_number_or_as_a_whole(officer, tmp_path):
    drafted(officer.people, "2024-Q1", value=400)
    page = officer.send_sheet(ministry(tmp_path / "T1.xlsx"))
    text = text_of(page)
    assert "choose number by number, below" in text
    assert "Other numbers stand in the draft" in text
    page = officer.act(address(), "settle", **{_field(text): "take"})
    assert "Other numbers stand in the draft" not in text_of(page)


def test_what_the_sheet_says_nothing_of_is_listed_and_kept_unless_somebody_says_otherwise(
    officer, tmp_path
):
    filing = drafted(officer.people, "2024-Q1", value=42)
    other = Change(CountInput("smuggled_detected", 5, dims={"origin": "TCD"}))
    save_counts(filing=filing, changes=[other], by=officer.people.officer)
    text = text_of(officer.send_sheet(year(tmp_path / "2024.xlsx")))
    assert "Of these the sheet says nothing; they are kept" in text
    assert "Chad: 5" in text
    page = officer.act(address(), "take")
    assert "1 other number of the filings was kept." in text_of(page)
    assert filing.counts.get(origin="TCD").value == 5


def test_what_the_sheet_gives_a_part_of_is_listed_apart_from_what_it_says_nothing_of(
    officer, tmp_path
):
    filing = drafted(officer.people, "2024-Q1", value=90)
    others = [
        Change(CountInput("smuggled_detected", number, dims={"origin": origin}))
        for origin, number in (("TCD", 5), ("BGD", 44))  # of the second, February is blank
    ]
    save_counts(filing=filing, changes=others, by=officer.people.officer)
    officer.send_sheet(book(tmp_path / "s1.xlsx"))
    text = text_of(officer.act(address(), "answer", **{"q-word|": "not_recorded"}))
    silent, _, rest = text.partition("Of these the sheet has no number for a part; they are kept")
    assert "Chad: 5" in silent.partition("Of these the sheet says nothing; they are kept")[2]
    assert ": 44" in rest.partition("</details>")[0]
    assert "1 of which the sheet says nothing · 1 of which the sheet gives only a part" in silent


def test_what_the_sheet_says_nothing_of_is_taken_out_with_one_click(officer, tmp_path):
    filing = drafted(officer.people, "2024-Q1", value=42)
    other = Change(CountInput("smuggled_detected", 5, dims={"origin": "TCD"}))
    save_counts(filing=filing, changes=[other], by=officer.people.officer)
    text = text_of(officer.send_sheet(year(tmp_path / "2024.xlsx")))
    [act] = re.findall(r'value="(drop_others:[^"]+)"', text)
    page = officer.act(address(), unescape(act))
    assert "with everything from the sheet they are taken out" in text_of(page)
    page = officer.act(address(), "take")
    assert "1 number that the draft had and the sheet has not was taken out" in text_of(page)
    assert not filing.counts.filter(origin="TCD").exists()


def test_a_sum_says_that_it_stands_in_no_cell(officer, tmp_path):
    drafted(officer.people, "2024-Q1", value=40)
    text = text_of(officer.send_sheet(year(tmp_path / "2024.xlsx")))
    assert "42, the sum of the sheet’s numbers" in text
    assert "()" not in text


def test_a_total_that_is_a_sum_is_told_before(officer, tmp_path):
    validated(officer.people, "2024-Q2")
    text = text_of(officer.send_sheet(with_totals(tmp_path / "2024.xlsx")))
    assert "and the total of the period, which is their sum" in text


def _field(text: str) -> str:
    return re.search(r'name="(f-filing[^"]+)"', text)[1]


def test_where_all_is_left_the_sheet_is_given_up(officer, tmp_path):
    validated(officer.people, "2024-Q1", value=400)
    officer.send_sheet(ministry(tmp_path / "T1.xlsx"))
    officer.act(address(), "answer", **{"q-word|": "not_recorded", "q-word|-": "zero"})
    page = officer.act(address(), "settle", **{_field(text_of(officer.get(address()))): "leave"})
    assert "there is nothing to take over" in text_of(page)
    assert 'value="take"' not in re.search(r'id="take".*?</section>', text_of(page))[0]


# --- answers --------------------------------------------------------------------------------------


def cell(answer, at: str) -> str:
    return re.search(rf'<t[dh][^>]*data-at="{at}".*?</t[dh]>', text_of(answer))[0]


def test_a_cell_shows_what_its_answer_became(officer, path):
    page = officer.send_sheet(path)
    assert "zero, proposed" in cell(page, "C6")
    given = {"q-word|ras": "zero", "q-word|": "not_applicable", "q-word|-": "withheld"}
    page = officer.act(address(), "answer", **given)
    assert "<small><bdi>zero</bdi></small>" in cell(page, "C6")
    assert "<small><bdi>does not apply</bdi></small>" in cell(page, "D7")
    assert "<small><bdi>withheld by us</bdi></small>" in cell(page, "C9")


def test_a_spelling_shows_the_country_that_it_was_said_to_mean(officer, tmp_path):
    people = {"Atlantide": [1, 2, 3], "Niger": [1, 2, 3], "Mali": [4, 5, 6], "Soudan": [1, 1, 1]}
    officer.send_sheet(ministry(tmp_path / "a.xlsx", people))
    page = officer.act(address(), "answer", **{"q-country|Atlantide": "Chad"})
    assert "Chad" in cell(page, "A5")
    page = officer.get(address() + "?change=country%7CAtlantide")
    assert 'value="Chad"' in text_of(page)
    page = officer.act(
        address() + "?change=country%7CAtlantide", "answer", **{"q-country|Atlantide": "leave_out"}
    )
    assert "leave it out" in cell(page, "A5")


def test_answers_are_listed_and_each_is_changed_by_a_plain_link(officer, path):
    officer.send_sheet(path)
    given = {"q-word|": "not_recorded", "q-word|-": "zero"}
    page = officer.act(address(), "answer", **given)
    said = re.search(r'id="said".*?</section>', text_of(page))[0]
    assert "Empty cells: <strong>not recorded</strong>" in said
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]+)#asks"', said)]
    assert len(links) == 3
    link = next(one for one in links if one.endswith("change=word%7C-"))
    asked = officer.get(address() + link)
    assert re.search(r'name="q-word\|-" value="zero" checked', text_of(asked))
    page = officer.act(address() + link, "answer", **{"q-word|-": "withheld"})
    assert "<small><bdi>withheld by us</bdi></small>" in cell(page, "C9")
    assert "change=" not in page.redirect_chain[-1][0]


@pytest.mark.parametrize("key", ["word|nobody said it", "", "q", "country|<b>"])
def test_what_was_not_said_cannot_be_changed(officer, path, key):
    officer.send_sheet(path)
    page = officer.get(address(), {"change": key})
    assert page.status_code == 200
    assert "<b>" not in text_of(page)
