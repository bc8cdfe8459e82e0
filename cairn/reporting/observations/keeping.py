"""A record as the history of its filing keeps it: keys and numbers, no words of a language."""

from typing import Any

from cairn.reporting.observations.values import Observed, stored


def body_of(one: Observed) -> dict[str, Any]:
    """JSON values only; what was not answered is left out."""
    return {
        "kind": one.kind,
        "ref": one.ref,
        "values": {name: stored(it) for name, it in one.values.items() if it not in (None, "", [])},
        "legs": [
            {name: stored(it) for name, it in leg.items() if it not in (None, "")}
            for leg in one.legs
        ],
        "persons": [
            [count.key, count.value, stored(count.missing) if count.missing else None]
            for count in one.persons
        ],
        "first_classification": one.first_classification,
    }
