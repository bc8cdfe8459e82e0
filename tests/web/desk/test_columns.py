"""What a person is asked about columns, and what is known without asking."""

import pytest
from django.urls import reverse

from cairn.reporting.models import Account, Count, DataSet, ImportBatch
from tests.web.desk.conftest import EVENTS, Desk, person

pytestmark = pytest.mark.django_db
BOATS = "full_date,n_day,migrants_arrived,boats_arrived\n2024-03-01,1,43,1\n2024-03-02,2,0,0\n"
CONGO = "Date,Country,Dead\n2024-03-01,Congo,1\n2024-03-01,Italy,0\n2024-03-01,Greece,0\n"
SERIES = (
    "Period;Nationality;Sex;Number\n2024-01;Syria;F;12\n2024-01;Syria;M;30\n2024-02;Sudan;F;0\n"
)


def columns(page) -> dict[str, str]:
    return {line.proposal.column: line.proposal.field for line in page.context["form"].lines()}


def column_named(page, name: str) -> str:
    headings = [line.proposal.column for line in page.context["form"].lines()]
    return f"column-{headings.index(name)}"


def test_a_declared_layout_says_so_by_name_and_needs_nothing(desk):
    step2 = desk.bring(BOATS, kind="counts", name="daily.csv")
    text = desk.get(step2.url).content.decode()
    assert "uk-small-boats/daily" in text
    step3 = desk.check(step2.url)
    assert step3.status_code == 302
    desk.send(step3.url, act="commit")
    assert Count.objects.current().count() == 4
    dataset = DataSet.objects.get()
    assert (dataset.key, dataset.licence) == ("uk-small-boats", "ogl-3.0")


def test_a_series_that_nobody_declared_is_described_by_the_person(desk, new_source):
    step2 = desk.bring(SERIES, kind="counts", name="register.csv")
    page = desk.get(step2.url)
    assert "Say what the numbers of this series count" in page.content.decode()
    assert columns(page)["Number"] == "count"
    step3 = desk.check(step2.url, basis="applications", **new_source)
    assert step3.url.startswith(reverse("desk:imports") + "imp-")
    desk.send(step3.url, act="commit")
    rows = Count.objects.current().order_by("value").values_list("basis", "origin", "sex", "value")
    assert list(rows) == [
        ("applications", "SDN", "female", 0),
        ("applications", "SYR", "female", 12),
        ("applications", "SYR", "male", 30),
    ]
    [table] = DataSet.objects.get().tables
    assert table["basis"] == "applications"
    assert table["level"] == "month"
    assert set(table["dimensions"]) == {"origin", "sex"}


def test_what_a_series_counts_is_never_guessed(desk, new_source):
    step2 = desk.bring(SERIES, kind="counts")
    answer = desk.check(step2.url, basis="", **new_source)
    assert answer.url == step2.url
    assert ImportBatch.objects.count() == 0


def test_a_column_may_be_dead_and_missing_together(desk, new_source):
    step2 = desk.bring("Date,Victims\n2024-03-01,5\n")
    page = desk.get(step2.url)
    assert page.context["found"].lacking is not None
    field = column_named(page, "Victims")
    step3 = desk.check(step2.url, **new_source, **{field: "total"})
    desk.send(step3.url, act="commit")
    account = Account.objects.current().get()
    assert (account.dead, account.missing, account.total) == (None, None, 5)


def test_two_columns_for_one_thing_are_refused_in_words(desk, new_source):
    step2 = desk.bring("Date,Dead,Killed\n2024-03-01,5,6\n")
    page = desk.get(step2.url)
    given = {column_named(page, "Killed"): "dead"}
    answer = desk.check(step2.url, **new_source, **given)
    assert answer.url == step2.url
    text = desk.get(step2.url).content.decode()
    assert "Two columns (Dead and Killed)" in text


def test_the_order_of_day_and_month_is_asked_where_nothing_proves_it(desk, new_source):
    rows = "".join(f"0{n}/04/2024,1\n" for n in range(1, 9))
    step2 = desk.bring("Date,Dead\n" + rows)
    assert "what comes first" in desk.get(step2.url).content.decode()
    step3 = desk.check(step2.url, date_style="month_first", **new_source)
    desk.send(step3.url, act="commit")
    days = Account.objects.current().order_by("pk").values_list("when_earliest", flat=True)
    assert {day.day for day in days} == {4}


def test_an_uncertain_country_is_asked_once_for_all_rows(desk, new_source):
    step2 = desk.bring(CONGO + "2024-03-02,Congo,2\n")
    page = desk.get(step2.url)
    [asked] = page.context["form"].asked()
    assert (asked["question"].written, asked["question"].times) == ("Congo", 2)
    assert {"COG", "COD"} <= set(asked["question"].candidates)
    step3 = desk.check(step2.url, **new_source, **{"answer-0": "COD"})
    batch = ImportBatch.objects.get()
    assert batch.mapping["answers"] == {"Country": {"Congo": "COD"}}
    desk.send(step3.url, act="commit")
    assert Account.objects.current().filter(country="COD").count() == 2


def test_a_country_may_be_typed_and_must_be_known(desk, new_source):
    step2 = desk.bring(CONGO)
    wrong = desk.check(step2.url, **new_source, **{"other-0": "Atlantis"})
    assert wrong.status_code == 400
    assert "Atlantis is not the name of a country" in wrong.content.decode()
    right = desk.check(step2.url, **new_source, **{"other-0": "Côte d'Ivoire"})
    assert right.status_code == 302
    assert ImportBatch.objects.get().mapping["answers"] == {"Country": {"Congo": "CIV"}}


def test_the_first_rows_are_shown_as_they_will_be_read(desk):
    page = desk.get(desk.bring(EVENTS).url)
    sample = page.context["sample"]
    assert [words for words, _ in sample.headings][:2] == ["Date", "Identifier of the source"]
    assert len(sample.rows) == 3
    assert "Not recorded" in page.content.decode()


def test_terms_that_are_not_known_do_not_stop_the_import_but_the_publishing(desk, new_source):
    step2 = desk.bring(EVENTS)
    step3 = desk.check(step2.url, **new_source | {"licence": "unknown"})
    desk.send(step3.url, act="commit")
    text = desk.get(reverse("desk:data_set", args=["coast-guard"])).content.decode()
    assert "do not allow us to publish" in text
    assert Account.objects.current().count() == 3


def test_what_was_corrected_is_found_again(desk):
    step2 = desk.bring("Date,Dead,Alive\n2024-03-01,5,6\n")
    page = desk.get(step2.url)
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given |= {column_named(page, "Alive"): "survivors", "title": "A", "publisher": "B"}
    desk.send(step2.url, **given, act="show")
    assert columns(desk.get(step2.url))["Alive"] == "survivors"


def test_a_workbook_lets_choose_its_sheet(desk, tmp_path, new_source):
    import xlsxwriter

    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, dead in (("2023", 1), ("2024", 9)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["Date", "Dead"])
            page.write_row(1, 0, [f"{name}-01-01", dead])
    step2 = desk.bring(path.read_bytes(), name="two.xlsx")
    again = desk.check(step2.url, sheet="2024", **new_source)
    assert again.url == step2.url  # nobody has seen the columns of the other sheet yet
    step3 = desk.check(step2.url)
    desk.send(step3.url, act="commit")
    assert Account.objects.current().get().dead == 9


def test_a_second_import_of_one_source_says_whose_is_open(desk, new_source):
    desk.check(desk.bring(EVENTS).url, **new_source)
    other = Desk().enter(person("second", "steward"))
    step2 = other.bring(EVENTS + "a9,2024-04-01,Italy,1,1,\n", source="coast-guard")
    text = other.get(step2.url).content.decode()
    assert "is open already" in text
    refused = other.check(step2.url)
    assert refused.status_code == 403
    text = refused.content.decode()
    assert "The Observatory began it on" in text
    assert "Steward" not in text
    assert ImportBatch.objects.count() == 1


def test_whoever_may_not_accept_a_source_is_told_before(desk, new_source, monkeypatch):
    from cairn.accounts import permissions

    steward = permissions.ROLES["steward"]
    less = steward.permissions - {permissions.Permission.DATASET_ACCEPT}
    role = permissions.Role(steward.name, steward.description, less)
    monkeypatch.setitem(permissions.ROLES, "steward", role)
    step2 = desk.bring(EVENTS)
    assert "you may not accept new sources" in desk.get(step2.url).content.decode()
    assert desk.check(step2.url, **new_source).status_code == 403
    assert DataSet.objects.count() == 0
