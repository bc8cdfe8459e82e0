"""Encoding, delimiter, sheet and row of names, chosen by hand on the page of columns."""

import io

import pytest
from django.urls import reverse

from cairn.files.models import Upload
from cairn.reporting.models import Account, ImportBatch

pytestmark = pytest.mark.django_db
# Two tables of equal width one above the other: the first row of names is taken unless one says.
STACKED = (
    "Summary,Total,More\n2023,4,x\n\nDate,Country,Dead\n2024-03-01,Congo,1\n2024-03-02,Italy,2\n"
)


def given(page, **changed) -> dict[str, str]:
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changed


def headings(page) -> list[str]:
    return [line.proposal.column for line in page.context["form"].lines()]


def open_so(desk, address: str, **chosen):
    return desk.send(address, **given(desk.get(address), **chosen), act="show")


def test_another_encoding_is_read_at_once_and_staged_the_same_way(desk, new_source):
    russian = "Date,Страна,Dead,Место\n2024-03-01,Италия,3,Рим\n2024-03-02,Греция,0,Афины\n"
    step2 = desk.bring(russian.encode("koi8-r"))
    assert "Страна" not in headings(desk.get(step2.url))
    facts = new_source | {"encoding": "koi8-r"}
    assert open_so(desk, step2.url, **facts).url == step2.url
    page = desk.get(step2.url)
    assert "Страна" in headings(page)
    assert page.context["form"]["title"].value() == "Coast guard log"  # what was written stays
    step3 = desk.check(step2.url)
    batch = ImportBatch.objects.get()
    assert batch.mapping["encoding"] == "koi8-r"
    desk.send(step3.url, act="commit")
    found = Account.objects.current().order_by("pk").values_list("country", flat=True)
    assert list(found) == ["ITA", "GRC"]
    annotated = desk.get(reverse("desk:import_annotated", args=[batch.ref]))
    assert b"".join(annotated.streaming_content)[:2] == b"PK"


def test_an_encoding_that_the_file_is_not_in_is_refused_beside_the_field(desk):
    step2 = desk.bring("Date,Dead,Place\n2024-03-01,1,Лампедуза\n".encode("cp1251"))
    answer = open_so(desk, step2.url, encoding="utf-8")
    assert answer.status_code == 400
    [sentence] = answer.context["form"].errors["encoding"]
    assert sentence.startswith("The file is not text in UTF-8: line 2 holds a byte (number 29")
    assert '<details class="opening" open>' in answer.content.decode()
    assert Upload.objects.get().plan.get("encoding", "") == ""


def test_another_delimiter_keeps_what_still_applies(desk):
    mixed = "Date,Country,Killed|Alive\n2024-03-01,Congo,1|5\n2024-03-02,Italy,2|6\n"
    step2 = desk.bring(mixed)
    page = desk.get(step2.url)
    assert headings(page) == ["Date", "Country", "Killed|Alive"]
    open_so(desk, step2.url, **{"column-2": "dead"})
    open_so(desk, step2.url, **{"answer-0": "COD"})
    assert Upload.objects.get().plan["answers"] == {"Country": {"Congo": "COD"}}
    open_so(desk, step2.url, encoding="latin-1")
    plan = Upload.objects.get().plan
    assert plan["answers"] == {"Country": {"Congo": "COD"}}
    assert plan["fields"]["Killed|Alive"] == "dead"
    open_so(desk, step2.url, delimiter="bar")
    assert headings(desk.get(step2.url)) == ["Date,Country,Killed", "Alive"]
    plan = Upload.objects.get().plan
    assert (plan["answers"], plan["fields"], plan["delimiter"]) == ({}, {}, "|")
    open_so(desk, step2.url, delimiter="")  # back to what the file suggests
    assert headings(desk.get(step2.url)) == ["Date", "Country", "Killed|Alive"]


def test_a_delimiter_that_is_not_there_is_refused_beside_the_field(desk):
    step2 = desk.bring("Date,Dead\n2024-03-01,1\n")
    answer = open_so(desk, step2.url, delimiter="tab")
    assert answer.status_code == 400
    assert "hold no 'Tab'" in answer.context["form"].errors["delimiter"][0]


def test_the_row_of_names_may_be_said(desk, new_source):
    step2 = desk.bring(STACKED)
    assert headings(desk.get(step2.url))[0] == "Summary"
    open_so(desk, step2.url, header_row="4", **new_source)
    page = desk.get(step2.url)
    assert headings(page) == ["Date", "Country", "Dead"]
    assert len(page.context["sample"].rows) == 2
    step3 = desk.check(step2.url, **{"answer-0": "COD"})
    desk.send(step3.url, act="commit")
    assert ImportBatch.objects.get().mapping["header_row"] == 4
    assert sorted(Account.objects.current().values_list("country", "dead")) == [
        ("COD", 1),
        ("ITA", 2),
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("3", "Row 3 holds no names of columns"),
        ("60", "Row 60 holds no names of columns"),
        ("6", "There are no records below row 6"),
        ("0", "greater than or equal to 1"),
        ("five", "whole number"),
    ],
)
def test_a_row_that_names_nothing_is_refused_beside_the_field(desk, row, says):
    step2 = desk.bring(STACKED)
    answer = open_so(desk, step2.url, header_row=row)
    assert answer.status_code == 400
    assert says in answer.context["form"].errors["header_row"][0]
    assert headings(desk.get(step2.url))[0] == "Summary"


def test_a_file_whose_names_were_not_found_can_be_opened_by_hand(desk):
    step2 = desk.bring("1,2,3\n4,5,6\n7,8,9\n")
    page = desk.get(step2.url)
    assert page.status_code == 400
    assert "No row with the names" in page.content.decode()
    wrong = desk.send(step2.url, header_row="9", act="show")
    assert "Row 9 holds no names" in wrong.context["form"].errors["header_row"][0]
    assert desk.send(step2.url, header_row="1", act="show").status_code == 302
    assert headings(desk.get(step2.url)) == ["1", "2", "3"]


def test_a_damaged_text_file_offers_other_encodings(desk):
    damaged = (
        "Date,Dead,Place\n" + "2024-03-01,1,Сицилия Лампедуза\n" * 4
    ).encode() + b"x,1,\xff\n"
    step2 = desk.bring(damaged)
    page = desk.get(step2.url)
    assert page.status_code == 400
    assert "encoding" in page.context["form"].fields
    assert desk.send(step2.url, encoding="latin-1", act="show").status_code == 302
    assert "Place" in headings(desk.get(step2.url))


def test_the_row_of_names_belongs_to_its_sheet(desk):
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, above in (("2023", 1), ("2024", 2)):
            sheet = book.add_worksheet(name)
            for at in range(above):
                sheet.write_row(at, 0, ["Old names", "Of columns"])
            sheet.write_row(above, 0, ["Date", "Dead"])
            sheet.write_row(above + 1, 0, [f"{name}-01-01", 7])
    step2 = desk.bring(made.getvalue(), name="two.xlsx")
    assert "encoding" not in desk.get(step2.url).context["form"].fields
    open_so(desk, step2.url, header_row="2")
    assert headings(desk.get(step2.url)) == ["Date", "Dead"]
    open_so(desk, step2.url, sheet="2024")
    assert headings(desk.get(step2.url))[0] == "Old names"
    assert Upload.objects.get().plan["header_row"] == 0
    open_so(desk, step2.url, header_row="3")
    assert headings(desk.get(step2.url)) == ["Date", "Dead"]
