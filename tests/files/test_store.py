"""Files by their content: whole or not there, once, and known when they are damaged.

fs01  what is put can be read back            fs05  a damaged file is noticed
fs02  one content is stored once              fs06  orphans go after a day, and only they
fs03  a process killed at any point leaves    fs07  a refused write says why, and leaves nothing
      nothing half-stored
fs04  a full disk is a sentence               fs08  sending a damaged file again heals it

Promise 7 of the design.
"""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cairn.files.models import StoredFile
from cairn.files.store import (
    DAY,
    HEADER,
    CannotKeep,
    DamagedFile,
    NoSpace,
    copy_to,
    is_whole,
    open_content,
    parts_of,
    path_of,
    put,
    sweep,
)
from tests.factories import StoredFileFactory

pytestmark = pytest.mark.django_db
CONTENT = b"date,dead\n2024-03-01,3\n"


@pytest.fixture(autouse=True)
def root(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def everything(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


@given(parts=st.lists(st.binary(max_size=200), max_size=6))
def test_fs01_what_is_put_is_read_back_as_the_same(parts):
    stored = put(parts)
    content = b"".join(parts)
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    with open_content(stored) as file:
        assert b"".join(parts_of(file)) == content
    assert is_whole(stored)


def test_fs01_a_reader_that_needs_a_path_gets_the_bare_content(tmp_path):
    assert copy_to(put([CONTENT]), tmp_path / "table").read_bytes() == CONTENT


def test_fs02_one_content_is_stored_once_however_it_is_cut(root):
    first = put([CONTENT], media_type="text/csv")
    assert put([CONTENT[:5], b"", CONTENT[5:]]) == first
    assert StoredFile.objects.count() == 1
    assert everything(root) == [path_of(first.sha256)]
    assert path_of(first.sha256).read_bytes() == HEADER + CONTENT


CHILD = """
import sys
from pathlib import Path
from django.conf import settings
import django
settings.FILES_ROOT = Path(sys.argv[1])
django.setup()
from cairn.files import store
class Rows:
    def get_or_create(self, **told):
        print("row", flush=True)
        return object(), True
store.StoredFile = type("StoredFile", (), {"objects": Rows()})
store.put([b"x" * 100_000] * 10)
"""


def child(root: Path, limit: int | None = None, **variables: str):
    """Put a megabyte from a process of its own, which only says when it would write the row."""
    code = CHILD
    if limit:
        code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2)" + code
    told = {**os.environ, "CAIRN_DATA": str(settings.CAIRN_DATA), **variables}
    return subprocess.run(
        [sys.executable, "-c", code, str(root)],
        env=told,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.process
@pytest.mark.parametrize(("point", "left"), [("put.draft", "incoming-*"), ("put.renamed", "*/*")])
def test_fs03_a_killed_process_leaves_a_draft_or_an_orphan_and_no_row(root, point, left):
    done = child(root, CAIRN_CRASH_AT=point)
    assert done.returncode == -signal.SIGKILL
    assert done.stdout == ""
    assert list(root.glob(left)) == everything(root)
    assert len(everything(root)) == 1
    assert sweep() == 0  # it may be somebody's work of this minute
    assert sweep(older_than=-1) == 1
    assert everything(root) == []


@pytest.mark.process
def test_fs04_a_disk_that_is_full_is_a_sentence_and_leaves_nothing(root):
    done = child(root, limit=300_000)
    assert "NoSpace: The disk is full; nothing was kept." in done.stderr
    assert everything(root) == []
    assert child(root).stdout == "row\n"


def test_fs05_a_damaged_file_is_noticed(tmp_path):
    stored = put([CONTENT])
    path = path_of(stored.sha256)
    path.write_bytes(HEADER + CONTENT.replace(b"3", b"4"))
    assert not is_whole(stored)
    with pytest.raises(DamagedFile):
        copy_to(stored, tmp_path / "table")
    assert not (tmp_path / "table").exists()


@pytest.mark.parametrize("content", [b"", HEADER[:20], CONTENT + HEADER])
def test_fs05_a_file_without_its_header_is_not_opened(content):
    stored = put([CONTENT])
    path_of(stored.sha256).write_bytes(content)
    with pytest.raises(DamagedFile):
        open_content(stored)
    assert not is_whole(stored)


def test_fs05_a_file_that_is_gone_is_damaged_too():
    stored = StoredFileFactory()
    with pytest.raises(DamagedFile):
        open_content(stored)
    assert not is_whole(stored)


def test_fs06_orphans_go_after_a_day_and_files_with_a_row_stay(root, django_assert_num_queries):
    kept, orphan, young = put([b"kept"]), put([b"orphan"]), put([b"young"])
    paths = [path_of(stored.sha256) for stored in (kept, orphan, young)]
    StoredFile.objects.exclude(pk=kept.pk).delete()
    draft = root / "incoming-0123"
    draft.write_bytes(b"half")
    before = time.time() - DAY - 60
    for path in (*paths[:2], draft):
        os.utime(path, (before, before))
    with django_assert_num_queries(1):
        assert sweep() == 2
    assert everything(root) == sorted([paths[0], paths[2]])
    assert is_whole(kept)


def test_fs06_there_is_nothing_to_sweep_where_nothing_was_stored():
    assert sweep() == 0


def failing(problem: OSError):
    yield b"a part"
    raise problem


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(errno.ENOSPC, NoSpace), (errno.EDQUOT, NoSpace), (errno.EIO, CannotKeep)],
)
def test_fs07_a_write_that_fails_says_why_and_leaves_nothing(root, code, sentence):
    with pytest.raises(sentence):
        put(failing(OSError(code, os.strerror(code))))
    assert everything(root) == []
    assert not StoredFile.objects.exists()


def test_fs07_a_folder_that_cannot_be_made_is_no_full_disk(tmp_path, settings):
    (tmp_path / "file").write_text("in the way")
    settings.FILES_ROOT = tmp_path / "file" / "files"
    with pytest.raises(CannotKeep, match="Not a directory"):
        put([CONTENT])


def test_fs08_sending_a_damaged_file_again_heals_it():
    stored = put([CONTENT])
    path_of(stored.sha256).write_bytes(b"something else")
    assert put([CONTENT]) == stored
    assert is_whole(stored)
