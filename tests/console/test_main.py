"""The command line itself: what it lists, what it refuses, and that nobody meets a traceback."""

import pytest

from cairn.console.main import COMMANDS, WITHOUT_DJANGO, main
from cairn.console.say import language, say
from cairn.kernel.errors import CairnError
from cairn.kernel.text import Message


class Fell(CairnError):
    text = "%(what)s fell."


def test_no_word_at_all_lists_the_commands_and_is_wrong_usage(capsys):
    assert main([]) == 2
    listed = capsys.readouterr().out
    for name in [*WITHOUT_DJANGO, *(path.stem for path in COMMANDS.glob("[a-z]*.py"))]:
        assert f"\n  {name} " in listed


def test_help_lists_the_commands_and_is_no_mistake(capsys):
    assert main(["--help"]) == main(["help"]) == 0
    assert "Usage: cairn COMMAND" in capsys.readouterr().out


def test_an_unknown_command_is_named_and_the_known_ones_are_listed(capsys):
    assert main(["imprt"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("There is no command 'imprt'.")
    assert "\n  init " in told


def test_every_command_says_in_one_sentence_what_it_does(capsys):
    main(["help"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert all(line.rstrip().endswith(".") and len(line.split()) > 3 for line in lines)


def test_the_version_is_a_line(capsys):
    assert main(["--version"]) == main(["version"]) == 0
    assert capsys.readouterr().out.startswith("cairn ")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"CAIRN_DEBUG": "maybe"}, "CAIRN_DEBUG must be 1 or 0, not 'maybe'."),
        ({"CAIRN_MEMORY_MB": "much"}, "CAIRN_MEMORY_MB must be a whole number, not 'much'."),
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_read_is_one_sentence(monkeypatch, capsys, variables, sentence):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["version"]) == 1
    assert capsys.readouterr().err.strip() == sentence


def test_a_folder_of_somebody_else_is_left_alone(monkeypatch, capsys, tmp_path):
    (tmp_path / "letters.txt").write_text("private")
    monkeypatch.setenv("CAIRN_DATA", str(tmp_path))
    assert main(["init"]) == 1
    assert "holds other things" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("where", ["file", "file/below", "file/below/deeper"])
def test_a_file_is_not_a_folder(monkeypatch, capsys, tmp_path, where):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("CAIRN_DATA", str(tmp_path / where))
    assert main(["init"]) == 1
    assert "which is a file; name a folder." in capsys.readouterr().err


def test_sentences_come_with_their_values_and_numbers():
    assert say(Fell(what="The stone")) == "The stone fell."
    assert say(Message("%(n)s stone", "%(n)s stones", 1)) == "1 stone"
    assert say(Message("%(n)s stone", "%(n)s stones", 3)) == "3 stones"
    assert say("100% sure") == "100% sure"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("fr_FR.UTF-8", "fr"), ("C.UTF-8", "en"), ("zh_CN", "zh"), ("xx", "en"), ("ar", "ar")],
)
def test_the_terminal_is_spoken_to_in_its_language(monkeypatch, given, expected):
    for name in ("CAIRN_LANGUAGE", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", given)
    assert language() == expected
