"""The headline, its change, and what is said about it.

hn01 parts and corrections add up   hn02 change only between complete periods
hn03 one source at a time           hn04 what is not counted is told
"""

from cairn.kernel.cells import Cell
from cairn.kernel.dates import Period
from cairn.web.explore import breakdown, comparing, trend
from cairn.web.explore.changing import before
from cairn.web.explore.heading import headline
from cairn.web.explore.making import making, undated
from cairn.web.explore.numbers_of import corrections


def test_hn01_the_number_is_its_parts_and_what_the_source_takes_back(subject):
    top = headline(subject("dead_and_missing", "period=2023&route=central_mediterranean"))
    assert top.value == 30 + 7 + 1
    parts = {head.label: head.value for head in top.parts}
    assert parts == {
        "dead": 24,
        "missing, presumed dead": 10,
        "recorded only together": 7,
        "corrections by the source": -3,
    }
    assert sum(parts.values()) == top.value


def test_hn01_without_a_correction_no_line_speaks_of_one(subject):
    found = subject("dead_and_missing", "period=2022")
    assert corrections(found.row) == 0
    assert [head.label for head in headline(found).parts][-1] == "recorded only together"


def test_hn01_a_part_that_nobody_recorded_is_not_a_zero(subject):
    top = headline(subject("dead_and_missing", "period=2023&route=western_mediterranean"))
    assert {head.label: head.value for head in top.parts}["missing, presumed dead"] is (
        Cell.NOT_RECORDED
    )


def test_hn02_the_change_stands_where_both_years_are_complete(subject):
    change = headline(subject("detections", "period=2023")).change
    assert (change.now, change.before) == (1440, 1200)
    assert change.title == "The recorded number rose from 2022 to 2023"
    assert change.words == "+240 (+20%)"
    assert change.complete


def test_hn02_where_one_year_has_a_gap_the_reason_stands_instead(subject):
    change = headline(subject("dead_and_missing", "period=2022")).change
    assert not change.complete
    assert "rose" not in change.title
    assert "fell" not in change.title
    assert change.words.startswith("No change is shown. The source has no data from 1 Nov 2021")


def test_hn02_a_longer_period_is_put_beside_the_equally_long_time_before(subject):
    change = headline(subject("detections", "period=2022..2023")).change
    assert change.year_before == "2020–2021"
    assert change.title == "The equally long time before, 2020–2021"
    assert not change.complete
    assert before(Period.parse("2022-03..2023-06")) == Period.parse("2020-11..2022-02")


def test_hn02_without_a_period_there_is_nothing_to_compare_with(subject):
    assert headline(subject("detections")).change is None


def test_hn03_of_several_sources_the_one_that_covers_most_is_shown(subject):
    found = subject("arrivals", "period=2023")
    assert found.source.key == "coast"
    assert headline(found).value == 1000
    assert [one.source for one in found.others] == ["shore"]


def test_hn03_the_other_source_is_shown_when_it_is_chosen(subject):
    found = subject("arrivals", "period=2023&source=shore")
    assert headline(found).value == 70
    assert [one.source for one in found.others] == ["coast"]


def test_hn04_every_record_is_counted_or_told_why_not(subject):
    found = subject("dead_and_missing", "period=2023&route=central_mediterranean")
    told = making(found, "http://example.org/")
    assert [row[1] for row in told.counted.rows] == [3, 1, 0, 1, 1]
    assert undated(found) == 1
    sentences = " ".join(headline(found).sure)
    assert "2 more records have no date, or one too vague for this period" in sentences
    assert "deaths that nobody recorded are not in it" in sentences
    assert "26% of it are people missing, presumed dead." in sentences
    assert 3 <= len(headline(found).sure) <= 7
    assert "1 record states only the total" in sentences
    assert "covers the whole of 2023" in sentences


def test_hn04_a_record_without_a_number_is_said_to_add_nothing(subject):
    top = headline(subject("detections", "route=western_mediterranean"))
    assert top.value is Cell.NOT_RECORDED
    assert "1 record has no number and adds nothing; that is not a zero." in top.sure


def test_tr01_the_level_follows_the_span_and_what_the_table_knows(subject):
    assert subject("detections", "period=2023").level() == "month"
    assert subject("arrivals", "period=2023").level() == "year"
    assert subject("detections", "period=2022..2023&level=year").level() == "year"
    assert [one.value for one in subject("arrivals").levels()] == ["year"]


def test_tr02_an_incomplete_period_is_named_with_its_reason(subject):
    panel = trend.panel(subject("arrivals", "source=shore"))
    assert panel.partial == ("Incomplete: 2023. The source ends on 30 Jun 2023.",)
    assert [row[-1] for row in panel.table.rows] == ["", "The source ends on 30 Jun 2023."]


def test_tr03_the_table_has_rows_for_what_stands_in_no_period(subject):
    panel = trend.panel(subject("dead_and_missing", "level=month"))
    names = [row[0] for row in panel.table.rows]
    assert names[-2:] == ["No date", "Date not precise enough"]
    values = [row[1] for row in panel.table.rows if row[1] is not Cell.NOT_RECORDED]
    assert sum(values) == 15 + 30 + 7 + 1 + 2 + 9 + 1


def test_bd01_not_recorded_unknown_and_imprecise_are_three_rows(subject):
    panel = breakdown.panel(subject("dead_and_missing", "period=2023&by=origin"))
    rows = {row.name: row for row in panel.rows}
    assert [row.name for row in panel.rows] == [
        "Syrian Arab Republic",
        "Eritrea",
        "Unknown to the source",
        "Not recorded",
        "Date not precise enough (not counted above)",
    ]
    assert rows["Unknown to the source"].aside
    assert rows["Not recorded"].value == 1
    assert rows["Date not precise enough (not counted above)"].value == 9
    assert rows["Syrian Arab Republic"].share == 100


def test_bd02_each_row_leads_to_the_page_with_that_filter(subject):
    panel = breakdown.panel(subject("dead_and_missing", "period=2023&by=origin"))
    addresses = {row.name: row.address for row in panel.rows}
    assert "origin=SYR" in addresses["Syrian Arab Republic"]
    assert "period=2023" in addresses["Syrian Arab Republic"]
    assert "origin=not_recorded" in addresses["Not recorded"]


def test_bd03_what_is_fixed_by_a_filter_is_not_what_the_table_is_by(subject):
    found = subject("dead_and_missing", "route=central_mediterranean")
    assert breakdown.dimension_of(found) == "origin"
    assert breakdown.dimension_of(subject("dead_and_missing")) == "route"


def test_cp01_two_selections_have_a_difference_and_no_sum(subject):
    panel = comparing.panel(subject("detections", "period=2023&with_period=2022"))
    assert [side.value for side in panel.sides] == [1440, 1200]
    assert panel.difference == "+240 (+20%)"
    assert "2640" not in repr(panel)


def test_cp02_periods_that_overlap_have_no_difference(subject):
    panel = comparing.panel(subject("detections", "period=2022..2023&with_period=2022"))
    assert panel.difference == "No difference is shown: the two periods overlap."


def test_cp02_without_a_period_or_with_a_gap_there_is_no_difference(subject):
    panel = comparing.panel(subject("detections", "with_route=western_mediterranean"))
    assert panel.difference == "No difference is shown: choose a period for both selections."
    gap = comparing.panel(subject("dead_and_missing", "period=2022&with_period=2021-12"))
    assert gap.sides is None
    assert gap.difference == "Nothing is recorded for the second selection."
    partial = comparing.panel(subject("arrivals", "period=2022&source=shore&with_period=2023"))
    assert partial.difference.startswith("No difference is shown. The source ends on 30 Jun 2023")


def test_cp03_both_selections_are_drawn_by_the_longer_of_their_periods(subject):
    found = subject("detections", "period=2022..2023&with_period=2022-03")
    sides = comparing.over_time(found, comparing.other_side(found))
    assert [side.question.level for side in sides] == ["month", "month"]
    coarse = subject("detections", "period=2022..2023&level=year&with_period=2022")
    sides = comparing.over_time(coarse, comparing.other_side(coarse))
    assert [[row.value for row in side.rows] for side in sides] == [[1200, 1440], [1200]]


def test_cp03_the_table_of_the_chart_has_each_selection_apart_and_no_sum(subject):
    address = "period=2023&level=year&with_period=2022&with_level=year"
    panel = comparing.panel(subject("detections", address))
    assert [row[0] for row in panel.table.rows] == ["2023", "2022"]
    assert [row[2] for row in panel.table.rows] == [1440, 1200]
    assert len(panel.charts) == 2


def test_cp03_an_incomplete_period_is_told_with_its_selection(subject):
    panel = comparing.panel(subject("arrivals", "period=2022&source=shore&with_period=2023"))
    assert panel.partial == ("2023: Incomplete: 2023. The source ends on 30 Jun 2023.",)


def test_cp03_where_the_sources_differ_each_is_named(subject):
    panel = comparing.panel(subject("arrivals", "period=2023&with_period=2022"))
    assert "Coast" in panel.note
    assert "Shore" in panel.note
    assert ["Coast" in row[0] for row in panel.table.rows] == [True, False]
