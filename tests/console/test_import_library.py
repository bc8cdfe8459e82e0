"""`cairn import` of the library's kinds, and the library of a demonstration.

ci01  the account of rows closes, on the screen and as JSON
ci02  a rejected row stops all, unless it is left out; every problem is told with its place
ci03  a file that cannot be read is a sentence, also as JSON
ci04  the demonstration brings in what is shipped by one person and publishes it by another, once
"""

import io
import json

import pytest
from django.core.management import call_command

from cairn.accounts.actions import add_membership, create_user
from cairn.accounts.demonstration import PEOPLE, invented_organisation
from cairn.console import demo_library
from cairn.knowledge.editing.bringing import NothingToRead
from cairn.knowledge.editing.models import Entry
from cairn.knowledge.models import Item
from tests.knowledge.leaflet.there import file_of, leaflets, line  # noqa: F401
from tests.web.conftest import catalogues  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("leaflets")]


def run(path, *options):
    """What it prints, and whether it ended well."""
    out, well = io.StringIO(), True
    try:
        call_command("import", "leaflets", str(path), *options, stdout=out)
    except SystemExit as end:
        well = not end.code
    return out.getvalue(), well


def test_ci01_the_account_closes_on_the_screen_and_as_json(tmp_path):
    path = file_of(tmp_path / "f.jsonl", line("a"), line("b"))
    told, well = run(path, "--dry-run")
    assert "2 rows read = 2 new + 0 updated + 0 unchanged + 0 rejected" in told
    assert "nothing was kept" in told
    assert well
    assert not Entry.objects.exists()
    told, well = run(path)
    assert "waits at the desk" in told
    assert (well, Entry.objects.count(), Item.objects.count()) == (True, 2, 0)
    told, well = run(path, "--json")
    account = json.loads(told)
    assert account.pop("problems") == []
    assert account == {
        **{"read": 2, "new": 0, "updated": 0, "unchanged": 2, "rejected": 0, "committed": True}
    }
    assert "there already" in run(path)[0]


def test_ci02_a_rejected_row_stops_all_unless_it_is_left_out(tmp_path):
    many = [line(f"bad{n}", pages="x") for n in range(15)]
    path = file_of(tmp_path / "f.jsonl", line("a"), *many)
    told, well = run(path)
    assert not well
    assert "Row 2, pages: " in told
    assert "… and 5 more" in told
    assert "Nothing was committed" in told
    assert not Entry.objects.exists()
    told, well = run(path, "--json", "--leave-out-rejected")
    account = json.loads(told)
    assert not well
    assert (account["new"], account["rejected"], account["committed"]) == (1, 15, True)
    assert {one["code"] for one in account["problems"]} == {"value_is_wrong"}
    assert [one["row"] for one in account["problems"]] == list(range(2, 17))


@pytest.mark.usefixtures("catalogues")
def test_ci02_problems_are_told_in_the_language_of_the_terminal(tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRN_LANGUAGE", "fr")
    told, _ = run(file_of(tmp_path / "f.jsonl", line("a", pages="x")))
    assert "n’est pas un nombre entier" in told


def test_ci03_a_file_that_holds_nothing_is_a_sentence(tmp_path):
    path = file_of(tmp_path / "f.jsonl", "")
    with pytest.raises(NothingToRead):
        run(path)
    told, well = run(path, "--json")
    assert not well
    assert json.loads(told)["problems"][0]["code"] == "nothing_to_read"
    told, well = run(tmp_path / "none.jsonl", "--json")
    assert not well
    assert json.loads(told)["problems"][0]["code"] == "no_such_file"


def test_ci04_the_demonstration_brings_in_and_publishes_what_is_shipped_once(tmp_path, monkeypatch):
    for name in ("librarian", "editor"):
        _, role, key = PEOPLE[name]
        user = create_user(username=name, display_name="(invented)", invented=True, by=None)
        add_membership(user=user, organisation=invented_organisation(key), role=role, by=None)
    path = file_of(tmp_path / "f.jsonl", line("a"), line("b"))
    monkeypatch.setattr(demo_library, "shipped", lambda kind: [path])
    for _ in range(2):
        demo_library.fill_library(say=lambda *_args, **_values: None)
    assert Item.objects.published().count() == 2
    found = Entry.objects.values_list("status", "changed_by__username", "origin", "number")
    assert set(found) == {("published", "librarian", "f.jsonl", 1)}
