"""Checkpoints: what somebody outside holds shows every later change to what it covers.

cp01  one a day, moving on even when nothing happened
cp02  it holds while the log grows
cp03  a rewritten log does not pass through it
cp04  another key or a forged text is told
cp05  the exported chain is verified elsewhere
cp06  it tells nothing of what happened
"""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cairn.audit import seal
from cairn.audit.checkpoints import (
    Answer,
    NoCheckpoint,
    Statement,
    answer_to,
    broken_checkpoints,
    make_checkpoint,
    statement_of,
)
from cairn.audit.export import chain_lines
from cairn.audit.keys import UnusableKey, key_path, signing_key
from cairn.audit.models import Checkpoint, Event, Seal
from cairn.audit.seal import broken_seals, seal_pending
from tests.factories import EventFactory

SCRIPT = Path(settings.REPOSITORY) / "docs/verify_chain.py"
DAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """The key is this test's own."""
    settings.CAIRN_DATA = tmp_path


@pytest.fixture
def held(db):
    """A checkpoint over five events, as somebody outside keeps it."""
    for number in range(5):
        EventFactory(by=f"p{number}")
    return statement_of(make_checkpoint(today=DAY))


def rewrite(change) -> None:
    """Change the log and seal all of it anew, as somebody could who holds database and key."""
    change()
    Seal.objects.all().delete()
    while seal_pending():
        continue
    assert not list(broken_seals())


def test_cp01_there_is_one_a_day_and_it_moves_on_although_nothing_happened(held):
    assert make_checkpoint(today=DAY).chain == held.chain
    following = make_checkpoint(today=date(2026, 11, 30))
    assert following.chain != held.chain
    assert Checkpoint.objects.count() == 2


def test_cp02_it_holds_while_the_log_grows(held):
    EventFactory()
    seal_pending()
    make_checkpoint(today=date(2026, 11, 30))
    assert answer_to(Statement.parse(held.text)) is Answer.HOLDS
    assert not list(broken_checkpoints())


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.filter(by="p3").update(by="p9"),
        lambda: Event.objects.filter(by="p3").delete(),
        lambda: Event.objects.filter(by="p3").update(values={"rows": 1}),
        lambda: None,  # only sealed anew, with other salts
    ],
)
def test_cp03_a_log_that_was_rewritten_and_sealed_anew_does_not_pass_through_it(held, change):
    rewrite(change)
    assert answer_to(held) is Answer.BROKEN
    assert [one.day for one in broken_checkpoints()] == [DAY]


def test_cp03_signing_anew_does_not_help_who_rewrites(held):
    rewrite(lambda: Event.objects.filter(by="p1").delete())
    Checkpoint.objects.all().delete()
    make_checkpoint(today=DAY)
    assert not list(broken_checkpoints())  # inside, all fits again
    assert answer_to(held) is Answer.BROKEN  # and whoever holds the old one knows


def test_cp04_a_text_that_was_changed_and_one_of_another_instance_are_told_apart(held):
    forged = Statement(date(2026, 11, 28), held.chain, held.key, held.signature)
    assert answer_to(forged) is Answer.FORGED
    key_path().unlink()
    Checkpoint.objects.all().delete()
    assert answer_to(held) is Answer.OTHER_KEY
    assert signing_key() is not None


@given(text=st.text(max_size=300))
def test_a_text_that_is_none_is_refused(text):
    with pytest.raises(NoCheckpoint):
        Statement.parse(text)


@pytest.mark.parametrize("cut", ["day 2026-13-40", "chain 0", "key zz", "signature"])
def test_a_checkpoint_with_a_damaged_line_is_refused(held, cut):
    name = cut.split()[0]
    lines = [cut if one.startswith(name) else one for one in held.text.split("\n")]
    with pytest.raises(NoCheckpoint):
        Statement.parse("\n".join(lines))


def test_other_line_ends_and_spaces_around_it_are_read(held):
    assert Statement.parse("\r\n" + held.text.replace("\n", "\r\n") + "  ") == held


def test_the_key_is_for_its_owner_only_and_a_damaged_one_is_told(held):
    assert key_path().stat().st_mode & 0o777 == 0o600
    key_path().write_text("nonsense")
    with pytest.raises(UnusableKey, match="put back"):
        signing_key()
    key_path().unlink()


def script(folder, chain, *checkpoints):
    names = []
    for at, text in enumerate(checkpoints):
        names.append(folder / f"{at}.txt")
        names[-1].write_text(text)
    (folder / "chain.jsonl").write_text("".join(chain), encoding="utf-8")
    words = [sys.executable, "-I", str(SCRIPT), str(folder / "chain.jsonl"), *map(str, names)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_cp05_the_short_program_verifies_chain_events_and_checkpoints(held, tmp_path):
    EventFactory(values={"name": "Zinder – زندر"})
    seal_pending()
    for payloads in (True, False):
        done = script(tmp_path, chain_lines(payloads=payloads), held.text)
        assert (done.returncode, done.stderr) == (0, "")
        assert "all fits: 7 seals" in done.stdout


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda lines: lines[:3] + lines[4:], "the chain does not pass through it"),
        (lambda lines: [one.replace("p2", "p7") for one in lines], "not the one that was sealed"),
        (lambda lines: lines[:3], "does not pass through this checkpoint"),
    ],
)
def test_cp05_the_short_program_tells_what_does_not_fit(held, tmp_path, spoil, said):
    done = script(tmp_path, spoil(list(chain_lines(payloads=True))), held.text)
    assert done.returncode == 1
    assert said in done.stdout


def test_cp05_the_short_program_knows_a_forged_signature(held, tmp_path):
    done = script(tmp_path, chain_lines(), held.text.replace("2026-11-29", "2026-11-28"))
    assert done.returncode == 1
    assert "the signature does not fit" in done.stdout


def test_cp05_the_program_is_short_enough_to_be_read_and_needs_nothing_but_python():
    lines = SCRIPT.read_text().splitlines()
    assert len(lines) <= 60
    imports = {one.split()[1] for one in lines if one.startswith(("import ", "from "))}
    assert imports <= set(sys.stdlib_module_names)


def test_cp06_a_checkpoint_says_a_day_and_values_of_fixed_length(held):
    names = [one.split(" ")[0] for one in held.text.strip().split("\n")]
    assert names == ["cairn", "day", "chain", "key", "signature"]
    assert len(held.text) == len(Statement(DAY, "0" * 64, "0" * 64, "0" * 128).text)


def test_a_checkpoint_is_made_after_all_that_waits_was_sealed(db, monkeypatch):
    monkeypatch.setattr(seal, "CHUNK", 2)
    monkeypatch.setattr("cairn.audit.checkpoints.CHUNK", 2)
    for _ in range(5):
        EventFactory()
    made = make_checkpoint(today=DAY)
    assert made.number == Seal.objects.count() == Event.objects.count() == 6
