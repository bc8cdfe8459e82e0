"""`cairn release attack`: what somebody can work out of public folders of tables.

Reads public files and what attackers know, opens no database and needs no instance. Exit status 1
where anything was recovered, found or left unproven, and where there was nothing to attack.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cairn.console.say import complain, say, tell
from cairn.kernel.errors import CairnError, Problems
from cairn.kernel.text import Message, noop
from cairn.releases.attack import knowledge as known
from cairn.releases.attack import planting
from cairn.releases.attack.attacking import FULL, Found, Kind, Report, Verdict
from cairn.releases.attack.auditing import Audit, audit
from cairn.releases.attack.model import MOST
from cairn.releases.attack.solving import Clock

ABOUT = noop("Attack public folders of tables, as somebody who wants to know what they withhold.")
SHOWN = 20  # of each kind; --json has all
USAGE = 2


class NoSuchAttacker(CairnError):
    text = noop("No file of knowledge is of %(name)r; there are: %(names)s.")


def run(words: Sequence[str]) -> int:
    parser, chosen = _arguments(words)
    if chosen.self_test:
        return _self_test(as_json=chosen.json)
    if not chosen.path:
        parser.error(say(noop("name the folder to attack, or --self-test")))
    try:
        found = audit(
            [Path(chosen.path), *map(Path, chosen.earlier)],
            _attackers(chosen),
            full=chosen.full,
            clock=lambda: Clock(whole=chosen.seconds),
        )
    except Problems as several:
        for problem in several.problems:
            complain(problem)
        return 1
    if chosen.json:
        tell("%(json)s", json=json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        _print(found)
    return 0 if found.passed else 1


def _arguments(words: Sequence[str]) -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    parser = argparse.ArgumentParser(prog="cairn release", description=say(ABOUT))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="attack")
    verb = verbs.add_parser("attack", help=say(ABOUT), description=say(ABOUT))
    verb.add_argument("path", nargs="?", metavar="PATH", help=say(noop("the public folder")))
    who = verb.add_mutually_exclusive_group()
    who.add_argument(
        "--as", dest="name", metavar="STATE", help=say(noop("as this one alone, of --knowledge"))
    )
    who.add_argument(
        "--all",
        action="store_true",
        help=say(noop("as the public, as each of --knowledge, and as every two of them together")),
    )
    verb.add_argument(
        "--earlier",
        action="append",
        default=[],
        metavar="PATH",
        help=say(noop("another public folder to attack with it, such as the release before")),
    )
    verb.add_argument(
        "--knowledge",
        action="append",
        default=[],
        metavar="FILE",
        help=say(noop("what one attacker knows beside public files, as JSON")),
    )
    verb.add_argument(
        "--seconds",
        type=float,
        default=3600.0,
        help=say(noop("how long one attacker may take; what is not proven by then is refused")),
    )
    verb.add_argument(
        "--full",
        type=int,
        default=FULL,
        metavar="N",
        help=say(noop("up to how many cells everything is tried; above, a sample is")),
    )
    verb.add_argument("--json", action="store_true", help=say(noop("print everything as JSON")))
    verb.add_argument(
        "--self-test",
        action="store_true",
        help=say(noop("plant weaknesses into safe releases and say whether each is found")),
    )
    return parser, parser.parse_args(words)


def _attackers(chosen: argparse.Namespace) -> list[known.Knowledge]:
    several = []
    problems: list[CairnError] = []
    for name in chosen.knowledge:
        try:
            several.append(known.read(Path(name)))
        except Problems as found:
            problems += found.problems
        except CairnError as problem:
            problems.append(problem)
    if problems:
        raise Problems(problems)
    if chosen.all:
        return known.everybody(several)
    if not chosen.name:
        return several or [known.PUBLIC]
    if not (named := [one for one in several if one.attacker == chosen.name]):
        names = ", ".join(one.attacker for one in several) or "–"
        raise NoSuchAttacker(name=chosen.name, names=names)
    return named


def _print(found: Audit) -> None:
    for finding in found.findings[:SHOWN]:
        complain(finding.problem)
    for report in found.reports:
        if report.possible is False:
            complain(
                noop("%(who)s: files and knowledge contradict each other, so nothing is proven."),
                who=report.attacker,
            )
            continue
        if report.possible is None:
            complain(
                noop("%(who)s: no table that fits was found in time, so nothing is proven."),
                who=report.attacker,
            )
        for one in [*report.of(Verdict.RECOVERED), *report.of(Verdict.UNPROVEN)][:SHOWN]:
            complain("%(line)s", line=_line(report, one))
    for line in found.refused[:SHOWN]:
        complain(noop("A witness does not fit the files: %(line)s"), line=line)
    _summary(found)
    if found.nothing:
        complain(noop("There was nothing to attack, so nothing is proven."))
    elif found.passed:
        tell(noop("Nothing was recovered."))
    else:
        complain(noop("Refused."))


def _summary(found: Audit) -> None:
    told = {
        Kind.CELL: noop("Withheld cells: %(tried)s of %(all)s tried."),
        Kind.CONTRIBUTION: noop("Contributions: %(tried)s of %(all)s tried."),
        Kind.CHANGE: noop("Changes of contributions: %(tried)s of %(all)s tried."),
    }
    tell(noop("Attackers: %(names)s."), names=", ".join(r.attacker for r in found.reports) or "–")
    tell(noop("Printed cells: %(n)s."), n=found.cells)
    for kind, sentence in told.items():
        tried, every = found.tried(kind)
        tell(sentence, tried=tried, all=every)
    reports = [report for report in found.reports if report.narrowest]
    if reports:
        least = min(reports, key=lambda report: report.narrowest.width)  # type: ignore[union-attr]
        assert least.narrowest
        tell(noop("Narrowest interval: %(line)s"), line=_line(least, least.narrowest))
    tell(
        Message(
            "%(n)s alternative table was read again by the independent checker.",
            "%(n)s alternative tables were read again by the independent checker.",
            found.checked,
        )
    )


VERDICTS = {
    Verdict.SAFE: noop("%(who)s, %(what)s: between %(low)s and %(high)s at least"),
    Verdict.RECOVERED: noop("%(who)s, %(what)s: recovered, between %(low)s and %(high)s"),
    Verdict.UNPROVEN: noop("%(who)s, %(what)s: not proven, between %(low)s and %(high)s"),
}


def _line(report: Report, one: Found) -> str:
    """One target as a sentence: the witnessed interval where it is safe, else the proven one."""
    low, high = one.low, one.high
    if one.verdict is Verdict.SAFE:
        low, high = one.least, one.most
    target = one.target
    at = ", ".join(f"{d}={c}" for d, c in sorted(target.key.at))
    parts = [target.release, target.key.measure, at, target.contributor or ""]
    if target.kind is Kind.CHANGE:
        parts.append("Δ")
    return say(
        VERDICTS[one.verdict],
        who=report.attacker,
        what=" · ".join(part for part in parts if part),
        low="?" if low is None else low,
        high="?" if high is None or high >= MOST else high,
    )


def _self_test(*, as_json: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        results = [*planting.self_test(Path(folder))]
    if as_json:
        told = [{"planted": one.name, "as_it_should_be": one.found} for one in results]
        tell("%(json)s", json=json.dumps(told, indent=1))
    else:
        for one in results:
            sentence = noop("as it should be: %(what)s") if one.found else noop("MISSED: %(what)s")
            tell(sentence, what=say(one.name))
    return 0 if results and all(one.found for one in results) else 1


def as_json(found: Audit) -> dict[str, Any]:
    """The whole audit; the fields are described in `cairn/releases/attack/README.md`."""
    return {
        "passed": found.passed,
        "nothing_to_attack": found.nothing,
        "cells": found.cells,
        "findings": [
            {"code": one.problem.code, "place": one.place, "facts": len(one.facts)}
            for one in found.findings
        ],
        "witnesses_checked": found.checked,
        "witnesses_refused": found.refused,
        "attackers": [
            {
                "attacker": report.attacker,
                "possible": report.possible,
                "targets": {kind.value: n for kind, n in report.targets.items()},
                "tried": [_target(one) for one in report.found],
            }
            for report in found.reports
        ],
    }


def _target(one: Found) -> dict[str, Any]:
    return {
        "kind": one.target.kind.value,
        "release": one.target.release,
        "measure": one.target.key.measure,
        "at": dict(sorted(one.target.key.at)),
        "contributor": one.target.contributor,
        "low": one.low,
        "high": one.high,
        "least": one.least,
        "most": one.most,
        "verdict": one.verdict.value,
    }
