"""A file on its way through the desk.

lu01  it is looked through first: the account and all that is wrong, and nothing is kept
lu02  confirmed, it is taken in; again, nothing changes
lu03  a reader that eats memory, time or its process ends as a sentence
lu04  nobody sees another's file, and nothing is confirmed that was not looked through
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.files.models import Upload
from cairn.formats.errors import ParserStopped
from cairn.formats.limits import MB, Limits
from cairn.jobs.runner import run_until_empty
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.editing.uploading import take_in
from cairn.knowledge.isolated import Told, read_isolated
from tests.knowledge.leaflet.reading import read_file
from tests.knowledge.leaflet.there import LEAFLET, file_of, line
from tests.web.desk.library.test_pages import LIST, text

pytestmark = pytest.mark.django_db(transaction=True)


def bring(desk, *lines):
    file = SimpleUploadedFile("f.jsonl", "".join(f"{one}\n" for one in lines).encode())
    answer = desk.send(f"{LIST}file/", kind="leaflet", file=file)
    assert answer.status_code == 302, text(answer)
    run_until_empty()
    return answer.url


def test_lu01_lu02_looked_through_then_taken_in(desks, people):
    address = bring(desks.librarian, line("a"), line("b", pages="many"), "{")
    page = text(desks.librarian.get(address))
    assert "is not a whole number" in page
    assert "This line is not JSON" in page
    assert '<th scope="row" class="number">2</th>' in page
    assert not Entry.objects.exists()
    fields = desks.librarian.fields(address)
    assert desks.librarian.post(address, fields).status_code == 403  # rejected rows, not left out
    assert desks.librarian.send(address, leave_out="yes").status_code == 302
    run_until_empty()
    page = text(desks.librarian.get(address))
    assert "The file was taken in" in page
    entry = Entry.objects.get()
    assert (entry.key, entry.status, entry.origin) == ("a", "in_review", "f.jsonl")
    assert (entry.changed_by, entry.owner.key) == (people.librarian, "observatory")
    upload = Upload.objects.get()
    take_in.call(upload.ref, "", None)  # as after a crash
    assert Entry.objects.get().number == 1
    assert Upload.objects.get().plan["taken"]["unchanged"] == 1


def test_lu01_a_file_that_holds_nothing_and_one_of_no_kind_are_sentences(desks):
    assert "There is no record in this file" in text(
        desks.librarian.get(bring(desks.librarian, "", " "))
    )
    for sent in ({"kind": "leaflet"}, {"kind": "x", "file": SimpleUploadedFile("f", b"x")}):
        assert desks.librarian.send(f"{LIST}file/", **sent).status_code == 400


def test_lu03_rows_and_problems_come_back_the_same(tmp_path):
    path = file_of(tmp_path / "f.jsonl", line("a"), line("b", pages="x", free="y"), "{")
    apart, here = list(read_isolated(LEAFLET, path)), list(read_file(path))
    assert [(r.line, r.key, r.body) for r in apart] == [(r.line, r.key, r.body) for r in here]
    told = [[(p.place, p.error.code, str(p.error)) for p in r.problems] for r in apart]
    assert told == [[(p.place, p.error.code, str(p.error)) for p in r.problems] for r in here]


@pytest.mark.parametrize("limits", [Limits(memory=MB), Limits(seconds=0)])
def test_lu03_a_reader_that_goes_too_far_is_stopped(tmp_path, limits):
    path = file_of(tmp_path / "f.jsonl", *(line(f"k{n}", "x" * 3_000_000) for n in range(30)))
    with pytest.raises((ParserStopped, Told)):
        list(read_isolated(LEAFLET, path, limits))


def test_lu04_nobody_sees_anothers_file(desks):
    address = bring(desks.librarian, line("a"))
    assert desks.both.get(address).status_code == 404
    assert desks.editor.get(address).status_code == 403
    Upload.objects.update(plan={"kind": "leaflet"})
    token = desks.librarian.fields(f"{LIST}file/")
    assert desks.librarian.post(address, token).status_code == 403
