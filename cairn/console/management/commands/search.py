"""`cairn search`: what the public library holds on something, or the index made anew."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cairn.console.say import language as spoken
from cairn.console.say import say, tell
from cairn.console.searchable import make_anew
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.kernel.text import Message, noop
from cairn.search.asking import Answer, Question, ask
from cairn.search.index import MOST
from cairn.search.questions import Narrow
from cairn.search.results import Result

HELP = noop("Find records of the public library, or make its index anew.")
QUERY = noop("words, a phrase in quotation marks, or fields such as country:ESP or year:2015..2018")
LANGUAGE = noop(
    "the language of the words, in which names are also printed; a filter is language:fr"
)
KIND = noop(
    "only records or parts of this kind, such as law or article; may be given several times"
)
LIMIT = noop("how many results at most; 20 if not given")
REBUILD = noop("make the index anew; the one there is answers until the new one is whole")
AS_JSON = noop("print JSON")
NOT_EXPANDED = noop("look for the words only, not for the concepts that they name")


class NothingToDo(CairnError):
    text = noop("Say what to look for, or --rebuild.")


class BadLimit(CairnError):
    text = noop("--limit is a number from 1 to %(most)s.")


class Command(BaseCommand):
    help = say(HELP)
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="*", metavar="QUERY", help=say(QUERY))
        parser.add_argument("--language", choices=list(LANGUAGES), help=say(LANGUAGE))
        parser.add_argument("--kind", action="append", default=[], help=say(KIND))
        parser.add_argument("--limit", type=int, default=20, metavar="N", help=say(LIMIT))
        parser.add_argument("--json", action="store_true", help=say(AS_JSON))
        parser.add_argument("--words-only", action="store_true", help=say(NOT_EXPANDED))
        parser.add_argument("--rebuild", action="store_true", help=say(REBUILD))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            make_anew()
        text = " ".join(options["query"]).strip()
        if not text and not options["kind"]:
            if options["rebuild"]:
                return
            raise NothingToDo()
        if not 1 <= options["limit"] <= MOST:
            raise BadLimit(most=MOST)
        kinds = tuple(options["kind"])
        narrow = (Narrow("kind", kinds),) if kinds else ()
        question = Question(
            text,
            options["language"] or spoken(),
            narrow,
            limit=options["limit"],
            expand=not options["words_only"],
        )
        answer = ask(question, facets=False)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(answer), ensure_ascii=False))
            return
        for note in answer.notes:
            tell(_Said(note.text, **note.values))
        for one in answer.results:
            tell("%(line)s", line="\t".join(_columns(one, answer.question.language)))
            if one.why:
                reasons = "; ".join(say(_Said(r.text, **r.values)) for r in one.why)
                tell("    %(why)s", why=reasons)
        tell(Message("%(n)s result", "%(n)s results", answer.total))
        for words, n in answer.help.alone if answer.help else ():
            tell(noop("only %(words)s: %(n)s"), words=words, n=n)


class _Said(CairnError):
    def __init__(self, text: str, **values: Any) -> None:
        super().__init__()
        self.text, self.values = text, values


def _columns(found: Result, language: str) -> list[str]:
    one = found.document
    ref = f"{one.ref}#{one.anchor}" if one.anchor else one.ref
    title = one.title_in(language).text
    return [ref, one.kind, f"{title} – {one.heading}" if one.heading else title]


def _as_json(answer: Answer) -> dict[str, Any]:
    results = [
        {
            "ref": one.document.ref,
            "anchor": one.document.anchor,
            "kind": one.document.kind,
            "title": one.document.title_in(answer.question.language).text,
            "heading": one.document.heading,
            "country": one.document.country,
            "score": round(one.score, 4),
            "why": [say(_Said(reason.text, **reason.values)) for reason in one.why],
            "licence": one.document.licence,
        }
        for one in answer.results
    ]
    notes = [say(_Said(note.text, **note.values)) for note in answer.notes]
    return {"total": answer.total, "results": results, "notes": notes}
