"""`cairn bench` hands its words on in a checkout, and says where benchmarks live outside of one."""

import pytest

from cairn.console.management.commands.bench import Command, NoRepository


def test_outside_a_checkout_it_says_where_the_benchmarks_live(settings, tmp_path):
    settings.REPOSITORY = tmp_path
    with pytest.raises(NoRepository, match="live in the repository"):
        Command().run_from_argv(["cairn", "bench", "imports"])


def test_its_words_are_those_of_the_benchmarks(capfd):
    Command().run_from_argv(["cairn", "bench", "--help"])
    assert "--database" in capfd.readouterr().out
    with pytest.raises(SystemExit) as end:
        Command().run_from_argv(["cairn", "bench", "imports", "--rows", "0"])
    assert end.value.code == 2
