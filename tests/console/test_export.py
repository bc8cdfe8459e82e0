"""`cairn export`: whole files of the library with their sidecars, and their way back.

ex01 a file is what its sidecar says     ex02 what goes wrong is a sentence and leaves nothing half
ex03 cases come back from lines and tables     ex04 laws and documents come back from lines
"""

import io
import json
from hashlib import sha256
from itertools import islice

import pytest
from django.core.management import CommandError, call_command

from cairn.console.management.commands import export
from cairn.knowledge.cases import reading as cases
from cairn.knowledge.documents import reading as documents
from cairn.knowledge.laws import reading as laws
from cairn.knowledge.models import Item
from tests.knowledge.cases.cases import full_of, shipped, tern
from tests.knowledge.laws.shipped import bodies
from tests.web.library.shelf import shelved

pytestmark = pytest.mark.django_db


def run(*words):
    out = io.StringIO()
    call_command("export", *map(str, words), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_ex01_every_file_is_written_with_its_sidecar(tmp_path):
    shelved("case", "the-tern", tern())
    told = run("all", tmp_path)
    for one in told:
        content = (tmp_path / one["file"]).read_bytes()
        beside = json.loads((tmp_path / f"{one['file']}.sidecar.json").read_text())
        assert beside == one
        assert (one["bytes"], one["sha256"]) == (len(content), sha256(content).hexdigest())
    rows = {one["file"]: one["rows"] for one in told}
    assert (rows["cases.jsonl"], rows["cases.csv"], rows["charges.csv"]) == (1, 1, 63)
    assert len(list(tmp_path.iterdir())) == 2 * len(told)


def test_ex02_no_folder_and_no_such_file_are_sentences(tmp_path):
    with pytest.raises(export.NoSuchFolder):
        run("cases.jsonl", tmp_path / "nowhere")
    with pytest.raises(CommandError):
        run("cases.zip", tmp_path)


def test_ex02_what_changes_meanwhile_leaves_no_file(tmp_path, monkeypatch):
    shelved("case", "the-tern", tern())
    written = export.write_file

    def slowly(*args):
        count = written(*args)
        shelved("case", "another", {"state": "ITA"})
        return count

    monkeypatch.setattr(export, "write_file", slowly)
    with pytest.raises(export.ChangedMeanwhile):
        run("cases.jsonl", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["cases.jsonl", "case-facts.csv", "cases.csv"])
def test_ex03_cases_come_back_equal_in_meaning(tmp_path, name):
    shelved("case", "the-tern", tern())
    shelved("case", "named", full_of("Marlow Tarnwick"))
    for one in islice(shipped("cases.jsonl"), 20):
        shelved("case", one["key"], one["record"])
    run("all", tmp_path)
    before = {one.key: one.body for one in Item.objects.filter(kind="case")}
    rows = list(cases.read_file(tmp_path / name))
    assert [row.problems for row in rows if row.problems] == []
    assert len(rows) == len(before) == 22
    if name != "cases.csv":
        assert {row.key: row.body for row in rows} == before
        return
    assert {row.key: cases.meet(before[row.key], row.body) for row in rows} == before


def test_ex04_laws_and_documents_come_back_equal(tmp_path):
    for key, body in islice(bodies().items(), 12):
        shelved("law", key, body)
    shelved("document", "CTOC/X/1", {"title": "Activities", "symbol": "CTOC/X/1"})
    run("all", tmp_path)
    for kind, reading in (("law", laws), ("document", documents)):
        before = {one.key: one.body for one in Item.objects.filter(kind=kind)}
        rows = list(reading.read_file(tmp_path / f"{kind}s.jsonl"))
        assert {row.key: row.body for row in rows} == before
