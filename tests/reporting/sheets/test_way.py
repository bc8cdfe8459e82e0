"""The way of a ministry's spreadsheet into filings: read, asked about, taken over, remembered."""

from datetime import date

import pytest

from cairn.files.models import StoredFile, Upload
from cairn.history.models import Version
from cairn.kernel.dates import Level, Period
from cairn.kernel.errors import NotFound
from cairn.reporting.filings.actions import asked_of
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, begin_filing, save_counts
from cairn.reporting.filings.models import Filing, FilingCount, Schedule
from cairn.reporting.reading.crosstabs.accounting import Class, closes
from cairn.reporting.sheets.answering import answer_sheet
from cairn.reporting.sheets.correcting import correct_sheet
from cairn.reporting.sheets.errors import ChangedMeanwhile, StillOpen
from cairn.reporting.sheets.meaning import country_of
from cairn.reporting.sheets.models import SheetFile, SheetMemory
from cairn.reporting.sheets.opening import opened
from cairn.reporting.sheets.settling import drop_sheet, read_afresh, settle_sheet, unlearn
from cairn.reporting.sheets.taking_over import take_over
from tests.reporting.filings.doing import drafted, validated
from tests.reporting.sheets.books import PEOPLE, ministry, staged

WORDS = {"word|ras": "zero", "word|": "not_recorded", "word|-": "not_recorded"}


@pytest.fixture
def sheet(niger, tmp_path) -> SheetFile:
    return staged(niger, ministry(tmp_path / "T1-2024.xlsx"))


def answered(file, world, **more):
    file, wrong = answer_sheet(file=file, given=WORDS | more, by=world.officer)
    assert not wrong
    return file


def kinds(file):
    return [one.key for one in opened(file).questions]


def test_each_word_is_asked_once_and_ras_is_proposed_as_a_true_zero(sheet):
    now = opened(sheet)
    assert [(one.key, one.proposed) for one in now.questions] == [
        ("word|ras", "zero"),
        ("word|", ""),
        ("word|-", ""),
    ]
    assert now.open == {"questions": 3}


def test_every_cell_is_in_the_account(sheet):
    account = opened(sheet).reading.accounting
    assert closes(account)
    assert account.total(Class.DATA) == 12
    assert account.total(Class.ZERO) == 1
    assert account.total(Class.ASKED) == 2


def test_nothing_is_taken_over_while_something_is_open(sheet, niger):
    with pytest.raises(StillOpen):
        take_over(file=sheet, by=niger.officer)
    assert not Filing.objects.exists()


def test_the_sheet_becomes_a_draft_with_months_and_totals_that_close(sheet, niger):
    taken = take_over(file=answered(sheet, niger), by=niger.officer)
    [filing] = taken.filings
    assert str(filing.whole) == "2024-Q1"
    rows = {row.key: row for row in filing.counts.all()}
    jan = "2024-01-01..2024-01-31"
    assert rows[f"smuggled_detected|{jan}|origin=NER"].value == 120
    assert rows[f"smuggled_detected|{jan}|origin=NER"].source_cell == "T1 2024!B5"
    assert rows[f"smuggled_detected|{jan}"].value == 182
    assert rows["smuggled_detected|"].value == 403
    feb, march = "2024-02-01..2024-02-29", "2024-03-01..2024-03-31"
    assert rows[f"smuggled_detected|{feb}|origin=MLI"].value == 0
    assert rows[f"smuggled_detected|{feb}|origin=SDN"].no_value == "not_recorded"
    assert rows[f"smuggled_detected|{march}|origin=BFA"].no_value == "not_recorded"
    assert rows[f"smuggled_detected|{march}|origin=NER"].value == 81  # not 811, with its mark
    assert len(rows) == 15 + 4


def test_sub_totals_are_not_numbers_of_their_own(sheet, niger):
    take_over(file=answered(sheet, niger), by=niger.officer)
    assert not FilingCount.objects.filter(value=160).exists()  # Jan., first sub-total is 172
    assert not FilingCount.objects.filter(value=172).exists()


def test_nothing_of_the_file_is_left_when_it_was_taken_over(sheet, niger):
    take_over(file=answered(sheet, niger), by=niger.officer)
    assert not SheetFile.objects.exists()
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_sheet_given_up_leaves_nothing(sheet, niger):
    drop_sheet(file=sheet, by=niger.officer)
    assert not SheetFile.objects.exists()
    assert not SheetMemory.objects.exists()


def test_nobody_else_works_on_the_sheet(sheet, mali):
    with pytest.raises(NotFound):
        answer_sheet(file=sheet, given=WORDS, by=mali.officer)
    with pytest.raises(NotFound):
        take_over(file=sheet, by=mali.officer)


def test_two_windows_do_not_work_against_each_other(sheet, niger):
    answer_sheet(file=sheet, given={"word|ras": "zero"}, by=niger.officer, revision=0)
    with pytest.raises(ChangedMeanwhile):
        answer_sheet(file=sheet, given={"word|-": "zero"}, by=niger.officer, revision=0)


# --- totals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("absent", "stored"), [("zero", 403), ("not_recorded", 408)], ids=["known", "a part missing"]
)
def test_a_total_that_does_not_close_needs_a_reason_and_is_stored_only_beside_what_is_missing(
    niger, tmp_path, absent, stored
):
    file = staged(niger, ministry(tmp_path / "a.xlsx", off=5))
    said = {"word|ras": "zero", "word|": absent, "word|-": absent}
    file, _wrong = answer_sheet(file=file, given=said, by=niger.officer)
    now = opened(file)
    [total] = now.totals
    assert (total.place, total.total.stated, total.total.computed) == ("T1 2024!E12", 408, 403)
    assert now.open == {"totals": 1}
    reasons = {total.key: "Five were counted twice."}
    file = settle_sheet(file=file, reasons=reasons, by=niger.officer)
    [filing] = take_over(file=file, by=niger.officer).filings
    held = dict(filing.counts.values_list("key", "value"))
    assert held.get("smuggled_detected|") == stored
    filing.refresh_from_db()
    # What the filing is asked for the very same total is said already.
    again = {"parts|smuggled_detected||when": "Five were counted twice."} if stored == 408 else {}
    assert filing.differences == reasons | again


# --- what is there already ------------------------------------------------------------------------


def test_other_numbers_of_the_draft_are_shown_and_one_of_them_is_chosen(niger, sheet):
    filing = drafted(niger, value=400)
    file = answered(sheet, niger)
    [target] = opened(file).targets
    [one] = target.differing
    assert (one.sheet.value, one.draft.value) == (403, 400)
    with pytest.raises(StillOpen):
        take_over(file=file, by=niger.officer)
    file = settle_sheet(file=file, choices={one.key: "draft"}, by=niger.officer)
    [same] = take_over(file=file, by=niger.officer).filings
    assert same.ref == filing.ref
    assert filing.counts.get(key="smuggled_detected|").value == 400


def test_the_number_of_the_sheet_stays_where_it_is_chosen(niger, sheet):
    filing = drafted(niger, value=400)
    file = answered(sheet, niger)
    [one] = opened(file).targets[0].differing
    file = settle_sheet(file=file, choices={one.key: "sheet"}, by=niger.officer)
    take_over(file=file, by=niger.officer)
    assert filing.counts.get(key="smuggled_detected|").value == 403


def test_a_filing_that_left_the_organisation_is_not_changed(niger, sheet):
    filing = validated(niger)
    file = answered(sheet, niger)
    now = opened(file)
    assert now.open == {"filings": 1}
    with pytest.raises(StillOpen):
        take_over(file=file, by=niger.officer)
    assert filing.counts.count() == 1


def test_a_filing_of_an_overlapping_period_keeps_the_sheet_out(niger, tmp_path):
    drafted(niger, "2024-01")
    path = tmp_path / "a.csv"
    path.write_text(
        "Migrants objet d'un trafic;;\nNationalité;1er trimestre 2024;2e trimestre 2024\n"
        "Niger;1;2\nMali;3;4\nTchad;5;6\n"
    )
    now = opened(staged(niger, path))
    assert "CrossesFiling" in {type(one).__name__ for one in now.problems}


def test_months_go_beside_the_month_that_was_filed_and_cross_it_not(niger, sheet):
    drafted(niger, "2024-01", 182)
    now = opened(answered(sheet, niger))
    assert [str(one.part.period) for one in now.targets] == ["2024-01", "2024-02", "2024-03"]
    assert not now.problems


def test_a_longer_draft_takes_the_months_in(niger, sheet):
    half = begin_filing(
        owner=niger.agency,
        section="smuggled_migrants",
        period=Period.parse("2024-H1"),
        by=niger.officer,
    )
    [filing] = take_over(file=answered(sheet, niger), by=niger.officer).filings
    assert filing.ref == half.ref
    january = filing.counts.get(key="smuggled_detected|2024-01-01..2024-01-31")
    assert january.value == 182
    assert not filing.counts.filter(key="smuggled_detected|").exists()  # three months of six


def test_a_schedule_by_months_makes_a_filing_for_each(niger, sheet):
    Schedule.objects.create(
        organisation=niger.agency,
        section="smuggled_migrants",
        level=Level.MONTH.value,
        since=date(2024, 1, 1),
    )
    taken = take_over(file=answered(sheet, niger), by=niger.officer)
    assert [str(one.whole) for one in taken.filings] == ["2024-01", "2024-02", "2024-03"]
    january = taken.filings[0]
    assert january.counts.get(key="smuggled_detected|").value == 182
    assert january.counts.get(key="smuggled_detected||origin=NER").value == 120


def test_a_number_written_meanwhile_stops_the_whole(niger, sheet, monkeypatch):
    file = answered(sheet, niger)
    filing = drafted(niger, value=403)
    assert not opened(file).open  # the same number: nothing to choose
    save_counts(
        filing=filing,
        changes=[Change(CountInput("smuggled_detected", value=7), was=_was(403))],
        by=niger.officer,
    )
    with pytest.raises(StillOpen):
        take_over(file=file, by=niger.officer)
    assert filing.counts.count() == 1


def _was(value):
    from cairn.reporting.filings.drafting import Was

    return Was(value)


# --- remembered -----------------------------------------------------------------------------------


def next_quarter(niger, tmp_path):
    people = {name: [1, "RAS", 2] for name in PEOPLE}
    return staged(niger, ministry(tmp_path / "T2.xlsx", people))


def test_the_next_file_of_the_same_structure_is_known(niger, sheet, tmp_path):
    take_over(file=answered(sheet, niger), by=niger.officer)
    file = next_quarter(niger, tmp_path)
    assert file.known_since
    assert not opened(file).questions  # "RAS" was answered for this organisation


def test_what_was_learned_can_be_forgotten(niger, sheet, tmp_path):
    take_over(file=answered(sheet, niger), by=niger.officer)
    file = next_quarter(niger, tmp_path)
    unlearn(memory=SheetMemory.objects.get(), by=niger.officer)
    file = read_afresh(file=file, by=niger.officer)
    assert kinds(file) == ["word|ras"]
    assert next_quarter(niger, tmp_path).known_since is None


def test_what_one_organisation_taught_is_no_rule_for_another(niger, mali, sheet, tmp_path):
    take_over(file=answered(sheet, niger), by=niger.officer)
    path = ministry(tmp_path / "same.xlsx")
    theirs = staged(mali, path)
    assert theirs.known_since is None
    assert kinds(theirs) == list(WORDS)


# --- corrections on the sheet ---------------------------------------------------------------------


def test_a_label_is_corrected_on_the_sheet(niger, sheet):
    file = correct_sheet(
        file=sheet, sheet="T1 2024", row=6, column=0, scope="cell", what="country", text="Tchad",
        by=niger.officer,
    )  # fmt: skip
    [filing] = take_over(file=answered(file, niger), by=niger.officer).filings
    assert filing.counts.filter(origin="TCD").count() == 3
    assert not filing.counts.filter(origin="MLI").exists()


def test_a_row_is_left_out_and_its_totals_hold_it_still(niger, sheet):
    file = correct_sheet(
        file=sheet, sheet="T1 2024", row=5, column=None, scope="row", what="ignored",
        by=niger.officer,
    )  # fmt: skip
    now = opened(answered(file, niger))
    assert dict(now.open) == {"aside": 1}  # one reason, and no total that does not close
    assert not now.totals
    assert now.reading.accounting.total(Class.IGNORED) > 0


def test_a_measure_is_said_of_the_whole_table(niger, sheet):
    file = correct_sheet(
        file=sheet, sheet="T1 2024", row=5, column=1, scope="table", what="measure:dead",
        by=niger.officer,
    )  # fmt: skip
    [filing] = take_over(file=answered(file, niger), by=niger.officer).filings
    assert set(filing.counts.values_list("measure", flat=True)) == {"dead"}


def test_a_sheet_that_is_left_out_counts_for_nothing(niger, sheet):
    file = correct_sheet(
        file=sheet, sheet="T1 2024", row=None, column=None, scope="sheet", what="ignored",
        by=niger.officer,
    )  # fmt: skip
    assert opened(file).open == {"nothing": 1}


def test_numbers_that_the_sheet_says_nothing_of_stay_and_what_does_not_add_up_is_asked(
    niger, sheet
):
    draft = drafted(niger, "2024-Q1", 403)
    other = CountInput("smuggled_detected", 7, dims={"origin": "YEM"})
    save_counts(filing=draft, changes=[Change(other)], by=niger.officer)
    said = {"word|ras": "zero", "word|": "zero", "word|-": "zero"}
    file, _wrong = answer_sheet(file=sheet, given=said, by=niger.officer)
    assert opened(file).open == {}
    taken = take_over(file=file, by=niger.officer)
    assert (taken.removed, taken.kept) == (0, 1)
    draft.refresh_from_db()
    assert (
        draft.counts.count() == taken.numbers + 2
    )  # the total, which the sheet says too, and Yemen
    [asked] = [one for one in asked_of(draft) if one.code == "parts_differ"]
    assert asked.values["total"] == 403


def test_numbers_that_contradict_the_sheet_go_where_that_is_said_and_history_keeps_them(
    niger, sheet
):
    draft = drafted(niger, "2024-Q1", 99)
    other = CountInput("smuggled_detected", 7, dims={"origin": "YEM"})
    changes = [Change(other), Change(CountInput("dead", 2))]
    save_counts(filing=draft, changes=changes, by=niger.officer)
    file = answered(sheet, niger)
    [one] = opened(file).targets[0].differing
    file = settle_sheet(file=file, choices={one.key: "sheet"}, by=niger.officer)
    [target] = opened(file).targets
    file = settle_sheet(file=file, filings={target.key: "take"}, by=niger.officer)
    assert take_over(file=file, by=niger.officer).removed == 1
    kept = set(draft.counts.values_list("key", flat=True))
    assert other.key not in kept
    assert "dead|" in kept
    before = Version.objects.get(key=draft.ref, reason="before a spreadsheet")
    assert "origin=YEM" in before.body


def test_a_caveat_below_the_numbers_comes_along(niger, sheet):
    (filing,) = take_over(file=answered(sheet, niger), by=niger.officer).filings
    assert "Chiffre provisoire, sous réserve de vérification." in filing.coverage_note


def test_a_person_who_chooses_a_country_writes_the_name_that_she_sees():
    assert country_of("Guinée") == "GIN"
    assert country_of("Niger") == "NER"
    assert country_of("Inconnu") == country_of("Nationalité inconnue") == "OOO"
    assert country_of("جنسية غير معروفة") == country_of("国籍不明") == "OOO"
