"""What a harvester asks by OAI-PMH 2.0, read strictly: every slip is an error of the protocol.

A resumption token is signed and holds the whole question with the place behind which it goes on, so
it stays good for ever, and a list that grows meanwhile is neither repeated nor cut.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.http import QueryDict

SALT = "api.oai"
DUBLIN = "oai_dc"
LIST = {"metadataPrefix", "from", "until", "set", "resumptionToken"}
ARGUMENTS: Mapping[str, set[str]] = {
    "Identify": set(),
    "ListMetadataFormats": {"identifier"},
    "ListSets": {"resumptionToken"},
    "GetRecord": {"identifier", "metadataPrefix"},
    "ListIdentifiers": LIST,
    "ListRecords": LIST,
}
REQUIRED = {"GetRecord": {"identifier", "metadataPrefix"}}
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
Place = tuple[datetime, str]


class OaiError(Exception):
    """An error condition of the protocol: its code, and a sentence in English as the protocol's
    other words are."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, slots=True)
class Question:
    """One request; of lists also where it goes on, and how many were told before."""

    verb: str
    arguments: Mapping[str, str]
    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""
    place: Place | None = None
    seen: int = 0
    total: int = 0  # as it was counted at the beginning


def question_of(given: QueryDict, kinds: Iterable[str]) -> Question:
    """The request as it is meant; raise the error that the protocol names."""
    arguments = {name: values[0] for name, values in given.lists()}
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise OaiError("badVerb", f"Give one verb, and one of: {', '.join(ARGUMENTS)}.")
    verb = verbs[0]
    for name, values in given.lists():
        if len(values) > 1:
            raise OaiError("badArgument", f"{_shown(name)} is given more than once.")
        if name not in {"verb", *ARGUMENTS[verb]}:
            raise OaiError("badArgument", f"{verb} has no argument {_shown(name)}.")
    for name in sorted(REQUIRED.get(verb, ())):
        if not arguments.get(name):
            raise OaiError("badArgument", f"{verb} needs the argument {name}.")
    if verb == "ListSets" and "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "All sets are told at once; ask without a token.")
    if verb not in {"ListIdentifiers", "ListRecords"}:
        check_prefix(arguments)
        return Question(verb, arguments)
    if "resumptionToken" in arguments:
        return _resumed(verb, arguments, kinds)
    return _first(verb, arguments, kinds)


def check_prefix(arguments: Mapping[str, str]) -> None:
    if arguments.get("metadataPrefix", DUBLIN) != DUBLIN:
        raise OaiError("cannotDisseminateFormat", f"Records are told as {DUBLIN}.")


def _first(verb: str, arguments: Mapping[str, str], kinds: Iterable[str]) -> Question:
    if not arguments.get("metadataPrefix"):
        raise OaiError("badArgument", f"{verb} needs the argument metadataPrefix.")
    check_prefix(arguments)
    since, until = arguments.get("from"), arguments.get("until")
    if since is not None and until is not None:
        if len(since) != len(until):
            raise OaiError("badArgument", "from and until are of different granularity.")
        if since > until:
            raise OaiError("badArgument", "from is later than until.")
    kind = arguments.get("set", "")
    if "set" in arguments and kind not in kinds:
        raise OaiError("noRecordsMatch", "There is no such set; ListSets tells which there are.")
    return Question(
        verb,
        arguments,
        _instant("from", since) if since is not None else None,
        _instant("until", until) if until is not None else None,
        kind,
    )


def _instant(name: str, text: str) -> datetime:
    """The first moment of `from`, the last one of `until`."""
    form = "%Y-%m-%d" if DAY.fullmatch(text) else "%Y-%m-%dT%H:%M:%SZ"
    if not DAY.fullmatch(text) and not SECOND.fullmatch(text):
        raise OaiError("badArgument", f"{name} is no date of the form YYYY-MM-DDThh:mm:ssZ.")
    try:
        read = datetime.strptime(text, form).replace(tzinfo=UTC)
        if name == "from":
            return read
        whole = timedelta(days=1) if DAY.fullmatch(text) else timedelta(seconds=1)
        return read + (whole - timedelta(microseconds=1))
    except (ValueError, OverflowError):
        raise OaiError("badArgument", f"{name} is no date that there is.") from None


def token_of(question: Question, place: Place, seen: int, total: int) -> str:
    """Where the list goes on."""
    when, ref = place
    held: list[Any] = [question.verb, question.kind, _text(question.since), _text(question.until)]
    return signing.dumps([*held, when.isoformat(), ref, seen, total], salt=SALT)


def _resumed(verb: str, arguments: Mapping[str, str], kinds: Iterable[str]) -> Question:
    if set(arguments) != {"verb", "resumptionToken"}:
        raise OaiError("badArgument", "resumptionToken stands alone beside the verb.")
    try:
        asked, kind, since, until, when, ref, seen, total = signing.loads(
            arguments["resumptionToken"], salt=SALT
        )
        place = datetime.fromisoformat(when), str(ref)
    except (signing.BadSignature, ValueError, TypeError):
        raise OaiError("badResumptionToken", "The token is none of ours; begin again.") from None
    if asked != verb or (kind and kind not in kinds):
        raise OaiError("badResumptionToken", "The token belongs to another list; begin again.")
    since, until = _read(since), _read(until)
    return Question(verb, arguments, since, until, kind, place, int(seen), int(total))


def _text(when: datetime | None) -> str:
    return when.isoformat() if when else ""


def _read(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _shown(name: str) -> str:
    return repr(name[:40])
