"""Cases for tests: the shipped ones, and small ones in which a name stands everywhere."""

import json
from pathlib import Path
from typing import Any

from cairn.knowledge.cases.schema import Record
from cairn.knowledge.kinds import kind_of

DATA = Path(__file__).parents[3] / "cairn/knowledge/cases/data"


def shipped(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def tern() -> dict[str, Any]:
    """The invented case with 17 defendants and 63 charges."""
    body: dict[str, Any] = shipped("invented.jsonl")[0]["record"]
    return body


def made(body: dict[str, Any]) -> Record:
    record: Record = kind_of("case").load(body)
    return record


def full_of(name: str, **also: Any) -> dict[str, Any]:
    """A case in which the marked name stands in every text that a record has."""
    text = [{"text": f"It was {name} who did.", "language": "en", "translator": name}]
    body = {
        "state": "ITA",
        "number": f"R v {name} [2020] 1",
        "called": text,
        "proceedings": [
            {
                **{"id": "1", "stage": "first_trial", "date": "2020-02-03", "finality": "final"},
                **{"court": f"Court {name}", "place": name, "number": name, "ecli": name},
                **{"result": text, "sentence": text},
            }
        ],
        "people": [
            {
                **{"label": "Accused 1", "names": [name], "note": f"{name}, {name.upper()}"},
                "stood": [{"proceeding": "1", "status": "convicted"}],
            }
        ],
        "charges": [
            {
                **{"id": "1.1", "person": "Accused 1", "note": name},
                "offence": "smuggling_illegal_entry",
                "provision": {"cited": f"Lex {name}", "law": f"law:{name}", "article": name},
                "outcomes": [{"proceeding": "1", "verdict": "guilty", "note": name}],
            }
        ],
        "migrants": [{"number": 3, "testimony": text}],
        "legs": [{"mode": "sea", "start": name, "end": name, "note": name}],
        "elements": [
            {
                **{"element": "benefit", "by": "court", "finding": "found"},
                **{"reasoning": text, "quotations": ["q1"]},
            }
        ],
        "offences": [{"text": f"crime of {name}", "by": "source"}],
        "keywords": [{"text": name, "by": "source"}],
        "cooperation": [{"form": "extradition", "note": name}],
        "quotations": [{"id": "q1", "proceeding": "1", "texts": text, "paragraph": name}],
        "texts": [{"section": "summary", "texts": text}, {"section": "note", "texts": text}],
        "brief": dict.fromkeys(("facts", "background", "reasoning", "issues"), text),
        "sources": [
            {
                **{"title": f"The case of {name}", "publisher": name, "extent": name},
                "address": f"https://example.org/{name.lower().replace(' ', '_')}/judgment.html",
            }
        ],
        "cites": [f"case:ita-{name.lower().replace(' ', '-')}"],
        "licence": f"CC BY {name}",
        "licence_url": f"https://example.org/{name}",
    }
    return body | also
