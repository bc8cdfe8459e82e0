"""Making an instance with the real command: what it leaves behind, and that twice is once."""

import stat

import pytest

from tests.instances import Instance

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    made = Instance(tmp_path_factory.mktemp("made") / "data")
    done = made.cairn("init")
    assert done.returncode == 0, done.stderr
    yield made
    made.end()


def test_everything_belongs_to_its_owner_only(instance):
    modes = {
        path.relative_to(instance.data): stat.S_IMODE(path.stat().st_mode)
        for path in [instance.data, *instance.data.rglob("*")]
    }
    assert modes
    assert not {path for path, mode in modes.items() if mode & 0o077}


def test_a_second_time_changes_nothing(instance):
    key = (instance.data / "secret-key").read_text()
    done = instance.cairn("init")
    assert done.returncode == 0
    assert "is up to date" in done.stdout
    assert (instance.data / "secret-key").read_text() == key


def test_a_wrong_option_is_wrong_usage(instance):
    assert instance.cairn("init", "--nonsense").returncode == 2


def test_a_sentence_and_no_traceback_where_the_database_is_away(instance):
    away = "postgresql://nobody@127.0.0.1:1/nothing"
    for command in ("init", "demo", "serve"):
        done = instance.cairn(command, CAIRN_DATABASE=away)
        assert done.returncode == 1, command
        assert "Traceback" not in done.stderr
        assert "cannot be reached" in done.stderr


def test_a_demonstration_is_for_ones_own_machine(instance):
    done = instance.cairn("demo", CAIRN_ORIGIN="https://cairn.example.org")
    assert done.returncode == 1
    assert "only for one's own machine" in done.stderr
    assert not (instance.data / "demonstration").exists()


def test_check_names_what_is_dangerous_and_what_to_do(instance):
    (instance.data / "demonstration").mkdir()
    instance.data.chmod(0o755)
    try:
        done = instance.cairn(
            "check", CAIRN_ORIGIN="http://cairn.example.org", CAIRN_HOSTS="*", CAIRN_DEBUG="1"
        )
    finally:
        instance.data.chmod(0o700)
        (instance.data / "demonstration").rmdir()
    assert done.returncode == 1
    for words in (
        "CAIRN_DEBUG is on",
        "This is a demonstration, whose passwords are known",
        "CAIRN_HOSTS allows every name",
        "is not encrypted",
        "can be read by other users",
        "→ chmod 700",
    ):
        assert words in done.stdout


def test_check_is_content_with_a_fresh_instance(instance):
    done = instance.cairn("check")
    assert done.returncode == 0, done.stdout
    assert "✘" not in done.stdout
    assert "answers." in done.stdout


def test_check_says_that_there_is_no_instance_yet(tmp_path):
    fresh = Instance(tmp_path / "data")
    done = fresh.cairn("check")
    assert done.returncode == 1
    assert "There is no instance in" in done.stdout
