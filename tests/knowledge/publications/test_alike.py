"""What is there already under another name is told, never merged."""

import json

import pytest

from cairn.knowledge.editing.bringing import bring
from cairn.knowledge.editing.models import Entry

pytestmark = pytest.mark.django_db
ONE = {
    "id": "one",
    "type": "book",
    "title": "The Human <i>Conveyor</i> Belt",
    "DOI": "10.1/AbC",
    "author": [{"family": "Micallef"}],
    "issued": {"date-parts": [[2017]]},
}


def brought(tmp_path, *entries, **options):
    path = tmp_path / "file.json"
    path.write_text(json.dumps(entries))
    return bring(kind="publication", path=path, **options)


def codes(account):
    return [(line, one.error.code) for line, one in account.problems]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Something else", "DOI": "10.1/aBC"},
        {"title": "the human conveyor BELT", "DOI": ""},
    ],
)
def test_the_same_publication_twice_is_told_in_a_file_and_in_the_library(tmp_path, other):
    twin = {**ONE, "id": "two", **other}
    account = brought(tmp_path, ONE, twin)
    assert (codes(account), account.committed) == ([(2, "twice_in_the_file")], False)
    assert brought(tmp_path, ONE).committed
    account = brought(tmp_path, twin, leave_out=True)
    assert codes(account) == [(1, "in_the_library")]
    assert Entry.objects.count() == 1


def test_another_year_or_author_is_another_publication(tmp_path):
    later = {**ONE, "id": "two", "DOI": "", "issued": {"date-parts": [[2019]]}}
    others = {**ONE, "id": "three", "DOI": "", "author": [{"family": "Reitano"}]}
    assert codes(brought(tmp_path, ONE, later, others)) == []


def test_a_key_that_means_another_publication_does_not_overwrite_it(tmp_path):
    brought(tmp_path, ONE)
    other = {"id": "one", "type": "book", "title": "Players of many parts",
             "issued": {"date-parts": [[2019]]}}  # fmt: skip
    assert codes(brought(tmp_path, other)) == [(1, "key_of_another")]
    corrected = {**ONE, "title": "The Human Conveyor Belt: corrected"}
    account = brought(tmp_path, corrected)
    assert (account.updated, codes(account)) == (1, [])


def test_the_annotation_stays_when_the_entry_comes_again_from_a_reference_manager(tmp_path):
    brought(tmp_path, ONE)
    entry = Entry.objects.get()
    entry.body = {**entry.body, "annotation": {"themes": ["fees"]}, "licence": "facts"}
    entry.save()
    assert brought(tmp_path, ONE).unchanged == 1
    account = brought(tmp_path, {**ONE, "publisher": "GI", "note": "verified in: A/1"})
    assert account.updated == 1
    body = Entry.objects.get().body
    assert body["csl"]["publisher"] == "GI"
    assert (body["annotation"], body["licence"]) == (
        {"themes": ["fees"], "verified": "A/1"},
        "facts",
    )
