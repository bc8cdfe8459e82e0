"""Whether a witness table fits what is public: nothing of it is believed but the standard library.

`wrong(folder, counts)` lists the cells that do not fit. `counts` maps each cell, (measure,
frozenset of (dimension, code)), to {"": its count} and, where contributors are known, what each of
them filed there. A cell that nobody answered for counts 0.
"""

import csv
import json
from pathlib import Path

Place = tuple[str, frozenset[tuple[str, str]]]


def wrong(folder: Path, counts: dict[Place, dict[str, int]]) -> list[str]:
    about = json.loads((folder / "structure.json").read_text("utf-8"))
    rule, bad = {m["name"]: m for m in about["measures"]}, []
    total, stated = {d["name"]: d["total"] for d in about["dimensions"]}, {}
    for table in about["tables"]:
        with (folder / "data" / f"{table['name']}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                at = frozenset((d, row[d]) for d in table["dimensions"] if row[d] != total[d])
                low, _, high = row["value"].removesuffix("+").partition("-")
                held = row["status"], int(low or 0), int(high or low or 0)
                stated[table["measure"], at] = held
    below: dict[tuple[str, str], list[str]] = {}
    for d in about["dimensions"]:
        for code, above in d["part_of"].items():
            below.setdefault((d["name"], above), []).append(code)
    for (measure, at), (status, v, high) in stated.items():
        count, m, fits = counts.get((measure, at), {"": 0}), rule[measure], status != "published"
        x, most = count[""], counts.get((m["at_most"], at), {"": count[""]})[""]
        fits |= (abs(x - v) <= m["base"] // 2 and x > m["small"]) if v else x == 0
        fits &= status != "band" or v <= x and (x <= high or v == high)  # 100+ has no end
        fits &= (x > 0 or status != "withheld") and sum(count.values()) in (x, 2 * x) and x <= most
        for d in total if status in ("published", "withheld", "band") else ():
            here = d, dict(at).get(d, total[d])
            parts = [(measure, at - {here} | {(d, code)}) for code in below.get(here, ())]
            for who in count if any(part in stated for part in parts) else ():
                fits &= count[who] == sum(counts.get(p, {}).get(who, 0) for p in parts)
        bad += [] if fits else [f"{measure} {dict(sorted(at))}: {count}"]
    return bad
