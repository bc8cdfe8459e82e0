"""Child of the part `filing`: what one autosave takes, of the line and of the server.

    python -m bench.filing_saves PLAN REPEATS

Asks the server code in this process, without a network. Bytes are those of what is sent and of what
comes back, without headers, as a form encodes them; the page is compressed as it is served.
"""

import gzip
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.filing_world import NUMBERS, body, fields, numbers_of
from bench.runs import share

SIZES = (1, 50)
FORM = "application/x-www-form-urlencoded"


def main(plan: Path, repeats: int) -> None:
    import django

    django.setup()
    from django.test import Client

    given = json.loads(plan.read_text("utf-8"))
    phone = given["phones"][0]
    form = phone["forms"][0]
    client = Client(SERVER_NAME="localhost", headers={"cookie": phone["cookies"]})
    client.cookies.load(phone["cookies"])
    stands = numbers_of(0, 0)
    _send(client, form, body(phone["csrf"], form["once"], fields(given["countries"], stands)))
    told: dict[str, Any] = {}
    for size in SIZES:
        times = []
        for _ in range(repeats):
            wanted = [(one + 1) % 900 + 1 for one in stands]
            sent = fields(given["countries"], wanted, was=stands, only=size)
            content = body(phone["csrf"], form["once"], sent)
            seconds, answer = _send(client, form, content)
            assert json.loads(answer)["problems"] == [], answer
            stands[:size] = wanted[:size]
            times.append(1000 * seconds)
        told[str(size)] = {
            "bytes_sent": len(content),
            "bytes_back": len(answer),
            "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(share(times, 0.95), 1),
        }
    whole = body(phone["csrf"], form["once"], fields(given["countries"], stands, was=stands))
    page = client.get(form["path"]).content
    told["whole_form"] = {"numbers": NUMBERS, "bytes_sent": len(whole)}
    told["whole_page"] = {"bytes": len(page), "compressed": len(gzip.compress(page, 6))}
    print(json.dumps(told))


def _send(client: Any, form: dict[str, str], content: bytes) -> tuple[float, bytes]:
    began = time.perf_counter()
    answer = client.post(form["path"], content, FORM, HTTP_ACCEPT="application/json")
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer.content[:500]
    return took, answer.content


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
