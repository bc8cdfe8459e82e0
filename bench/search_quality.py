"""How well search answers judged questions: nDCG@10 by language, with and without expansion.

    CAIRN_DATA=… python -m bench.search_quality FILE [--json]

Asks the index of that instance. Each line of FILE is a question with its judgements: {"query": "…",
"language": "fr", "relevant": {"case:sherloc-1": 3, "lib-7G4K2M9QXT-5#art-2": 1}}. A record is named
by its reference or by kind and key of its source, a part with its anchor behind #; what is not
named is worth nothing. A file with a line that cannot be read is not measured at all.
"""

import argparse
import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEEP = 10


class Misread(ValueError):
    """A line that is no judged question."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question; grades of what answers it, from 1 on."""

    query: str
    language: str
    relevant: Mapping[str, float]


def read(path: Path) -> list[Judged]:
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            held = json.loads(line)
            grades = {str(name): float(grade) for name, grade in held["relevant"].items()}
            found.append(Judged(str(held["query"]), str(held["language"]), grades))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Misread(f"line {number}: {problem!r}") from problem
        if not any(grade > 0 for grade in grades.values()):
            raise Misread(f"line {number}: nothing is relevant")
    return found


def ndcg(grades: Sequence[float], ideal: Sequence[float], deep: int = DEEP) -> float:
    """The gain of these grades in their order, as a share of the best order there could be."""

    def gain(row: Sequence[float]) -> float:
        return sum((2**one - 1) / math.log2(at + 2) for at, one in enumerate(row[:deep]))

    best = gain(sorted(ideal, reverse=True))
    return gain(grades) / best if best else 0.0


def measured(judged: Sequence[Judged], *, expand: bool) -> dict[str, float]:
    """Language → mean nDCG@10 of its questions; "all" of all."""
    scores: dict[str, list[float]] = {}
    for one in judged:
        score = ndcg(_grades(one, expand), list(one.relevant.values()))
        for name in (one.language, "all"):
            scores.setdefault(name, []).append(score)
    return {name: round(sum(held) / len(held), 4) for name, held in sorted(scores.items())}


def _grades(one: Judged, expand: bool) -> list[float]:
    """What each of the first ten results is worth; a judged thing counts once."""
    from cairn.search.asking import Question, ask

    question = Question(one.query, one.language, limit=DEEP, expand=expand)
    found = [result.document for result in ask(question, facets=False).results]
    keys = _keys({document.ref for document in found})
    left = dict(one.relevant)
    grades = []
    for document in found:
        tail = f"#{document.anchor}" if document.anchor else ""
        names = [f"{name}{tail}" for name in (document.ref, keys.get(document.ref, ""))]
        named = next((name for name in names if name in left), None)
        grades.append(left.pop(named) if named else 0.0)
    return grades


def _keys(refs: set[str]) -> dict[str, str]:
    from cairn.knowledge.models import Item

    rows = Item.objects.filter(ref__in=refs).values_list("ref", "kind", "key")
    return {str(ref): f"{kind}:{key}" for ref, kind, key in rows}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search_quality")
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
    import django

    django.setup()
    try:
        judged = read(chosen.file)
    except (OSError, Misread) as problem:
        print(problem, file=sys.stderr)
        return 1
    told: dict[str, Any] = {
        "questions": len(judged),
        "with_expansion": measured(judged, expand=True),
        "without_expansion": measured(judged, expand=False),
    }
    if chosen.json:
        print(json.dumps(told))
        return 0
    print(f"{len(judged)} questions, nDCG@{DEEP}")
    for name, score in told["with_expansion"].items():
        print(f"{name:4} {score:.4f}   without expansion {told['without_expansion'][name]:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
