"""Where a public process reads apart from the desk: what is published lies there, and no more."""

import stat
from pathlib import Path

import pytest

from cairn.published.actions import publish_snapshot
from cairn.published.models import PublishedSnapshot
from cairn.published.placing import NotPlaced, keep_placed
from cairn.published.queries import current_release
from tests.web.explore.world import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(settings, tmp_path):
    settings.CAIRN_DATA = tmp_path / "desk"
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.PUBLISHED_ROOT.mkdir(mode=0o2750)
    settings.PUBLISHED_ROOT.chmod(0o2750)
    made = snapshot(settings.CAIRN_DATA / "snapshots")
    (settings.CAIRN_DATA / "snapshots" / "not-published").mkdir()
    return settings.PUBLISHED_ROOT, made


def below(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*"))


def test_what_is_published_can_be_read_by_the_group_and_by_nobody_else(places):
    root, made = places
    publish_snapshot(snapshot=made.id, rule="open-data")
    assert [path.name for path in root.iterdir()] == [made.id]
    assert below(root / made.id) == below(made.path)
    modes = {
        (path.is_dir(), oct(stat.S_IMODE(path.stat().st_mode)))
        for path in (root / made.id, *(root / made.id).rglob("*"))
    }
    assert modes == {(True, "0o750"), (False, "0o640")}
    assert {path.stat().st_gid for path in root.rglob("*")} == {root.stat().st_gid}
    assert current_release().snapshot.path == root / made.id


def test_nothing_is_said_to_be_published_that_could_not_be_put_there(places):
    root, made = places
    root.rmdir()
    root.write_text("no folder")
    with pytest.raises(NotPlaced):
        publish_snapshot(snapshot=made.id, rule="open-data")
    assert not PublishedSnapshot.objects.exists()


def test_the_folder_is_mended_and_what_was_withdrawn_leaves_it(places):
    root, made = places
    row = publish_snapshot(snapshot=made.id, rule="open-data")
    (root / made.id).rename(root.parent / "lost")
    assert (keep_placed(), keep_placed()) == (1, 0)
    assert below(root / made.id) == below(made.path)
    row.withdrawn_at, row.is_current = row.published_at, False
    row.save()
    assert (keep_placed(), keep_placed()) == (1, 0)
    assert not list(root.iterdir())


def test_in_laptop_mode_nothing_is_copied(settings, places):
    root, made = places
    settings.PUBLISHED_ROOT = None
    publish_snapshot(snapshot=made.id, rule="open-data")
    assert keep_placed() == 0
    assert not list(root.iterdir())
    assert made.path.exists()
