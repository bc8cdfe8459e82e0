"""Child of the part `filing`: many phones at once, each on a connection of its own.

    python -m bench.filing_phones PLAN PORT KIND FIRST LAST

Each phone sends its forms FIRST to LAST (without LAST), one after another, and waits for each
answer. KIND is `forms`, by the button with its token, or `autosaves`, one changed number as a
script sends it. What was not answered is sent again, the very same bytes, a little later each time.
Says "half" once half of all was acknowledged. Bodies are made before the clock starts.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.filing_world import body, fields, numbers_of
from bench.runs import share

GIVE_UP = 180.0  # seconds for one form, its repetitions included
LONGEST_ANSWER = 120.0
Answer = tuple[int, dict[str, str], bytes]


class Phones:
    def __init__(self, plan: dict[str, Any], port: int, kind: str, forms: range) -> None:
        self.port, self.kind = port, kind
        self.left = [
            [(form["ref"], _request(plan, number, at, port, kind)) for at, form in
             ((at, phone["forms"][at]) for at in forms)]
            for number, phone in enumerate(plan["phones"])
        ]  # fmt: skip
        self.total = sum(map(len, self.left))
        self.acknowledged: list[str] = []
        self.seconds: list[float] = []
        self.errors: Counter[str] = Counter()
        self.sent_again = 0

    async def all(self) -> dict[str, Any]:
        began = time.perf_counter()
        await asyncio.gather(*(self._phone(requests) for requests in self.left))
        took = time.perf_counter() - began
        told: dict[str, Any] = {"sent": self.total, "acknowledged": len(self.acknowledged)}
        told |= {"seconds": round(took, 2), "per_second": round(len(self.acknowledged) / took, 1)}
        told |= {"errors": dict(self.errors), "sent_again": self.sent_again}
        if self.seconds:
            told["p50_ms"] = round(1000 * share(self.seconds, 0.5))
            told["p95_ms"] = round(1000 * share(self.seconds, 0.95))
        told["bytes_of_a_request"] = len(self.left[0][0][1])
        return told | {"refs": self.acknowledged}

    async def _phone(self, requests: list[tuple[str, bytes]]) -> None:
        line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        for ref, request in requests:
            began, wait = time.perf_counter(), 0.25
            while True:
                try:
                    line = line or await asyncio.open_connection("127.0.0.1", self.port)
                    answer = await asyncio.wait_for(_ask(line, request), LONGEST_ANSWER)
                except (OSError, EOFError, TimeoutError, ValueError):
                    if line:
                        line[1].close()
                    line = None
                    if time.perf_counter() - began > GIVE_UP:
                        self.errors["no answer"] += 1
                        break
                    self.sent_again += 1
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, 4.0)
                    continue
                self._note(ref, answer, time.perf_counter() - began)
                break
        if line:
            line[1].close()

    def _note(self, ref: str, answer: Answer, seconds: float) -> None:
        status, headers, content = answer
        if self.kind == "forms":
            good = status == 302 and headers.get("location", "").endswith("/write/")
        else:
            good = status == 200 and json.loads(content)["code"] == "saved"
        if not good:
            self.errors[f"status {status}"] += 1
            return
        self.acknowledged.append(ref)
        self.seconds.append(seconds)
        if len(self.acknowledged) == (self.total + 1) // 2:
            print("half", flush=True)


def _request(plan: dict[str, Any], number: int, at: int, port: int, kind: str) -> bytes:
    """A whole form for an empty draft, or one number that changes in a form that was saved."""
    phone, numbers = plan["phones"][number], numbers_of(number, at)
    form = phone["forms"][at]
    script = ""
    if kind == "forms":
        sent = fields(plan["countries"], numbers)
    else:
        changed = [numbers[0] + 1, *numbers[1:]]
        sent = fields(plan["countries"], changed, was=numbers, only=1)
        script = "Accept: application/json\r\n"
    content = body(phone["csrf"], form["once"], sent)
    head = (
        f"POST {form['path']} HTTP/1.1\r\nHost: localhost:{port}\r\n{script}"
        f"Origin: http://localhost:{port}\r\nCookie: {phone['cookies']}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def _ask(line: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes) -> Answer:
    reader, writer = line
    writer.write(request)
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (one.partition(":") for one in head[1:])
    }
    content = await reader.readexactly(int(headers["content-length"]))
    if headers.get("connection", "").lower() == "close":
        reader.feed_eof()
    return int(head[0].split()[1]), headers, content


def main() -> None:
    path, port, kind, first, last = sys.argv[1:]
    plan = json.loads(Path(path).read_text("utf-8"))
    phones = Phones(plan, int(port), kind, range(int(first), int(last)))
    print("ready", flush=True)
    print(json.dumps(asyncio.run(phones.all())))


if __name__ == "__main__":
    main()
