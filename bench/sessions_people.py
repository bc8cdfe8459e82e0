"""Child of the part `sessions`: people at the desk, each on a connection of her own.

    python -m bench.sessions_people PLAN PORT KIND SECONDS NUMBER LEAST MOST

Each goes round: what waits for her, the list of filings, her own filing, the form of one number,
and saves one number as the script of that page does. KIND is `thinking`, LEAST to MOST seconds
before each request, or `hurried`, none. An answer other than 200 and a connection that breaks are
errors.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.filing_phones import _ask
from bench.filing_world import body, fields, numbers_of
from bench.runs import SEED, share

NAMES = ("home", "filings", "filing", "form", "save")


class People:
    def __init__(
        self,
        plan: dict[str, Any],
        port: int,
        *,
        thinks: tuple[float, float] | None,
        seconds: float,
        number: int,
    ) -> None:
        self.plan, self.port, self.thinks = plan, port, thinks
        self.seconds, self.number = seconds, number
        self.times: dict[str, list[float]] = {name: [] for name in NAMES}
        self.errors: Counter[str] = Counter()
        self.opened_again = 0

    async def all(self) -> dict[str, Any]:
        began = time.perf_counter()
        self.until = began + self.seconds
        await asyncio.gather(*(self._person(number) for number in range(self.number)))
        took = time.perf_counter() - began
        together = [one for found in self.times.values() for one in found]
        told: dict[str, Any] = {"answers": len(together), "errors": dict(self.errors)}
        told |= {"opened_again": self.opened_again}
        told |= {"seconds": round(took, 1), "per_second": round(len(together) / took, 1)}
        if together:
            told |= {f"p{p}_ms": round(1000 * share(together, p / 100)) for p in (50, 95, 99)}
        told["p95_ms_of"] = {
            name: round(1000 * share(found, 0.95)) for name, found in self.times.items() if found
        }
        return told

    async def _person(self, number: int) -> None:
        chance = random.Random(SEED + number)
        line = None
        saved = 0
        turn = chance.randrange(len(NAMES))
        while True:
            if self.thinks:
                await asyncio.sleep(chance.uniform(*self.thinks))
            if time.perf_counter() >= self.until:
                break
            name = NAMES[turn % len(NAMES)]
            turn += 1
            request = self._request(number, name, saved)
            began = time.perf_counter()
            try:
                try:
                    kept, line = line, line or await self._line()
                    answer = await asyncio.wait_for(_ask(line, request), 60)
                except (ConnectionError, asyncio.IncompleteReadError) as closed:
                    # closed while she thought: a browser opens another; a half answer is an error
                    if kept is None or getattr(closed, "partial", b""):
                        raise
                    kept[1].close()
                    self.opened_again += 1
                    line = await self._line()
                    answer = await asyncio.wait_for(_ask(line, request), 60)
            except (OSError, EOFError, TimeoutError, ValueError) as problem:
                self.errors[type(problem).__name__] += 1
                if line:
                    line[1].close()
                line = None
                continue
            status, headers, _content = answer
            if status == 200:
                self.times[name].append(time.perf_counter() - began)
                saved += name == "save"
            else:
                self.errors[f"{name}: {status}"] += 1
            if headers.get("connection", "").lower() == "close":
                line[1].close()
                line = None
        if line:
            line[1].close()

    async def _line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    def _request(self, number: int, name: str, saved: int) -> bytes:
        phone = self.plan["phones"][number]
        form = phone["forms"][0]
        own = f"Host: localhost:{self.port}\r\nCookie: {phone['cookies']}\r\n"
        desk = form["path"].partition("filings/")[0]
        addresses = {
            "home": desk,
            "filings": f"{desk}filings/",
            "filing": f"{desk}filings/{form['ref']}/",
            "form": form["path"],
        }
        if name != "save":
            return f"GET {addresses[name]} HTTP/1.1\r\n{own}\r\n".encode()
        was = numbers_of(number, 0)
        now = [was[0] + saved + 1, *was[1:]]
        before = [was[0] + saved, *was[1:]] if saved else None
        sent = fields(self.plan["countries"], now, was=before, only=1)
        content = body(phone["csrf"], form["once"], sent)
        head = (
            f"POST {form['path']} HTTP/1.1\r\n{own}Accept: application/json\r\n"
            f"Origin: http://localhost:{self.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        return head.encode() + content


def main() -> None:
    path, port, kind, seconds, number, least, most = sys.argv[1:]
    people = People(
        json.loads(Path(path).read_text("utf-8")),
        int(port),
        thinks=(float(least), float(most)) if kind == "thinking" else None,
        seconds=float(seconds),
        number=int(number),
    )
    print(json.dumps(asyncio.run(people.all())))


if __name__ == "__main__":
    main()
