"""The command `cairn`: ours first, then those of Django and of the packages.

What goes wrong on purpose is one sentence on the error stream and exit status 1; wrong usage is 2.
Nobody meets a traceback unless CAIRN_DEBUG=1 asks for one.
"""

import ast
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from cairn.config.environment import Environment, MisreadEnvironment
from cairn.console.folder import check_folder
from cairn.console.say import complain, language, say
from cairn.console.working import check_whole
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

SETTINGS = "cairn.config.settings.desk"
WITHOUT_DJANGO = {  # these start quickly and stay small
    "serve": ("cairn.console.serve", noop("Serve this instance until it is told to stop.")),
    "key": (
        "cairn.console.new_key",
        noop("Say whether the secret key opens what it sealed, or make another where it is lost."),
    ),
    "release": (
        "cairn.console.release",
        noop("Attack public folders of tables, as somebody who wants to know what they withhold."),
    ),
    "restore": (
        "cairn.console.restore",
        noop("Restore a backup into an empty CAIRN_DATA, or check that it is whole."),
    ),
    "version": ("cairn.console.version", noop("Print the version.")),
}
COMMANDS = Path(__file__).resolve().parent / "management" / "commands"
SHARED_WITH_OTHERS = {"makemigrations", "squashmigrations"}  # they write into the source
ON_HALVES = {"release", "restore", "version"}  # they need no whole instance
USAGE, FAILED, INTERRUPTED = 2, 1, 130


class UnknownCommand(CairnError):
    text = noop("There is no command %(value)r. These are the commands:")


class NotReady(CairnError):
    text = noop(
        "The database of this instance is not ready: run “cairn init” first, or “cairn demo” for a "
        "demonstration."
    )


class NoDatabase(CairnError):
    text = noop("The database cannot be reached; “cairn check” says more.")


class FullDisk(CairnError):
    text = noop(
        "The disk is full, so this was not finished. Make room and run it again; “cairn check” "
        "says how much is free."
    )


class Surprise(CairnError):
    text = noop(
        "Something went wrong that should not (%(kind)s). Nothing half-done was kept. Run it again "
        "with CAIRN_DEBUG=1 to see where."
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    return guarded(lambda: _run(words))


def guarded(work: Callable[[], int]) -> int:
    """Do the work and return its exit status; what goes wrong becomes one sentence."""
    try:
        return work()
    except CairnError as problem:
        complain(problem)
    except MisreadEnvironment as problem:
        complain("%(problem)s", problem=str(problem))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as problem:
        from cairn.db.disk import is_out_of_room

        if is_out_of_room(problem):
            complain(FullDisk())
            return FAILED
        if os.environ.get("CAIRN_DEBUG", "").lower() in {"1", "true", "yes"}:
            traceback.print_exc()
        else:
            complain(_sentence_for(problem))
    return FAILED


def _run(words: list[str]) -> int:
    if not words or words[0] in {"help", "--help", "-h"}:
        if len(words) < 2:
            sys.stdout.write(_list_of_commands())
            return 0 if words else USAGE
        words = [words[1], "--help"]
    name = {"--version": "version"}.get(words[0], words[0])
    if name not in SHARED_WITH_OTHERS:
        os.umask(0o077)  # whatever is made is for its owner only
    data = Environment.read(os.environ).data
    check_folder(data)
    if name not in ON_HALVES:
        check_whole(data)
    if name in WITHOUT_DJANGO:
        return int(importlib.import_module(WITHOUT_DJANGO[name][0]).run(words[1:]))
    return _manage([name, *words[1:]])


def _manage(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.core.management import ManagementUtility, get_commands
    from django.utils import translation

    django.setup()
    if words[0] not in get_commands():
        complain(UnknownCommand(value=words[0]))
        sys.stderr.write(_list_of_commands())
        return USAGE
    translation.activate(language())
    utility = ManagementUtility(["cairn", *words])
    utility.prog_name = "cairn"
    command = utility.fetch_command(words[0])
    try:
        command.run_from_argv(["cairn", *words])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else (FAILED if end.code else 0)
    return 0


def _list_of_commands() -> str:
    lines = [say(noop("Usage: cairn COMMAND [options]; cairn help COMMAND says more.")), ""]
    sentences = {name: sentence for name, (_, sentence) in WITHOUT_DJANGO.items()}
    for path in COMMANDS.glob("[a-z]*.py"):
        sentences[path.stem] = _first_sentence(path)
    width = max(map(len, sentences))
    lines += [f"  {name:<{width}}  {say(sentences[name])}" for name in sorted(sentences)]
    return "\n".join(lines) + "\n"


def _first_sentence(path: Path) -> str:
    """What the command says of itself, `help = …`, read without importing it."""
    texts: dict[str, str] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            match node.value:
                case ast.Constant(str(text)) | ast.Call(args=[ast.Constant(str(text))]):
                    texts[node.targets[0].id] = text
                case ast.Call(args=[ast.Name(name)]):
                    texts[node.targets[0].id] = texts.get(name, "")
    return texts.get("help", "")


def _sentence_for(problem: Exception) -> CairnError:
    kinds = {kind.__name__ for kind in type(problem).__mro__}
    if "OperationalError" in kinds or "ProgrammingError" in kinds:
        missing = "no such table" in str(problem) or "does not exist" in str(problem)
        return NotReady() if missing else NoDatabase()
    return Surprise(kind=type(problem).__name__)


if __name__ == "__main__":
    sys.exit(main())
