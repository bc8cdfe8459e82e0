"""Child of the part `search`: make the index, ask it and its peers in rounds, and edit.

    python -m bench.searching DOCUMENTS QUESTIONS POSTGRESQL

Ours is everything that a page asks: reading, spelling, concepts, the best ten with marks and
reasons, the number of all, five facets, and the look into the database whether what was found can
still be read. The peers get what that became (`search_bare`, `search_peers`). Each has files of its
own, and a question goes to all of them in turn, to ours first, so that what somebody else does on
the machine falls on all.
"""

import functools
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.runs import share, tell

EDITS, TOGETHER, WARM = 12, 2_000, 12
Question = tuple[str, str, bool]


def main(number: int, questions: int, address: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    from bench.search_bare import Bare
    from bench.search_peers import Fts5, PostgreSQL, row_of
    from bench.search_rows import Maker
    from cairn.search import places
    from cairn.search.outbox.indexing import BUILDING_HEAP
    from cairn.search.tantivy_index import TantivyReader, TantivyWriter, document_of

    settings.SEARCHED = [*settings.SEARCHED, "bench.search_rows"]
    maker = Maker()
    documents = list(maker.documents(number))
    folder = places.new(places.own())
    began = time.perf_counter()
    writer = TantivyWriter(folder, heap=BUILDING_HEAP)
    writer.add(documents)
    writer.commit()
    writer.close()
    built = time.perf_counter() - began
    places.switch(folder)
    size = sum(one.stat().st_size for one in folder.iterdir())
    tell(f"    index: {built:.1f} s, {size / 1e6:.0f} MB")
    bare = Bare(Path(settings.CAIRN_DATA) / "bare")
    peers: dict[str, Any] = {"fts5": Fts5(Path(settings.CAIRN_DATA) / "peer.sqlite3")}
    if address:
        peers["postgresql"] = PostgreSQL(address)
    filled = dict.fromkeys(peers, 0.0)
    for first in range(0, number, TOGETHER):
        rows = []
        for at, one in enumerate(documents[first : first + TOGETHER], start=first):
            made = document_of(one)
            bare.add(made)
            rows.append(row_of(at, one, made.to_dict()))
        for name, peer in peers.items():
            filled[name] += peer.fill(rows)
    del documents
    bare.ready()
    for name, peer in peers.items():
        filled[name] += peer.ready()
        tell(f"    {name}: filled in {filled[name]:.1f} s")
    load = os.getloadavg()[0]
    index = TantivyReader(folder)
    index.whole()
    times, cpu, same = _asked_in_rounds(index, bare, peers, maker.questions(questions))
    told = {
        "documents": number,
        "questions": questions,
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        "build_seconds": round(built, 1),
        "documents_per_second": round(number / built),
        "index_mb": round(size / 1e6),
        "peer_fill_seconds": {name: round(one, 1) for name, one in filled.items()},
        "ms": {name: _spread(one) for name, one in times.items()},
        "processor_ms": {name: _spread(one) for name, one in cpu.items()},
        "pair_ratio": _pairs(times["ours"], times["bare"]),
        "processor_pair_ratio": _pairs(cpu["ours"], cpu["bare"]),
        "questions_with_the_same_total": same,
        "edit_seconds": _edits(EDITS),
    }
    print(json.dumps(told))


def _asked_in_rounds(
    index: Any, bare: Any, peers: dict[str, Any], questions: list[Question]
) -> tuple[dict[str, list[float]], dict[str, list[float]], dict[str, int]]:
    """Seconds, and seconds of the processor where it is this thread that works; and how often a
    peer found as many as ours."""
    from bench.search_peers import Asked, typed_only
    from bench.search_rows import STATES
    from cairn.search.asking import Question, ask
    from cairn.search.questions import Narrow

    times: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    same: dict[str, int] = {}

    def timed(name: str, act: Callable[[], Any]) -> Any:
        began, worked = time.perf_counter(), time.thread_time()
        found = act()
        cpu.setdefault(name, []).append(time.thread_time() - worked)
        times.setdefault(name, []).append(time.perf_counter() - began)
        return found

    for at, (text, language, narrowed) in enumerate([*questions[-WARM:], *questions]):
        if at == WARM:
            times.clear(), cpu.clear(), same.clear()
        state = STATES[at % len(STATES)] if narrowed else ""
        narrow = (Narrow("country", (state,)),) if state else ()
        question = Question(text, language, narrow=narrow, limit=10)
        answer = timed("ours", functools.partial(ask, question, index=index))
        totals = {"bare": timed("bare", functools.partial(bare.ask, bare.compiled(answer.plan)))}
        units = answer.thought.units
        words = tuple(word for unit in units for word in unit.words)
        for name, peer in peers.items():
            asked = Asked(answer.plan.node, words, state)
            totals[name] = timed(name, functools.partial(peer.ask, asked))
            easier = Asked(typed_only(units), words, state)
            timed(f"{name}_words", functools.partial(peer.ask, easier))
        for name, total in totals.items():
            same[name] = same.get(name, 0) + (total == answer.total)
        if at % 50 == 49:
            tell(f"    {at + 1} of {len(questions) + WARM} questions")
    for name in list(cpu):
        if name.startswith("postgresql"):  # works in processes of its own
            del cpu[name]
    return times, cpu, same


def _spread(seconds: list[float]) -> dict[str, float]:
    return {f"p{p}": round(1000 * share(seconds, p / 100), 2) for p in (50, 95, 99)}


def _pairs(one: list[float], other: list[float]) -> dict[str, float]:
    ratios = [a / b for a, b in zip(one, other, strict=True)]
    return {f"p{p}": round(share(ratios, p / 100), 2) for p in (50, 95)}


def _edits(number: int) -> dict[str, float]:
    """From the commit of a publication until a question finds it, with the runner's own thread."""
    from cairn.search.asking import Question, ask
    from cairn.search.opened import reader
    from cairn.search.outbox.actions import note
    from cairn.search.outbox.running import keep_searchable
    from tests.factories_of_library import ItemFactory

    stop = threading.Event()
    thread = threading.Thread(target=keep_searchable, args=(stop,), daemon=True)
    thread.start()
    took = []
    for at in range(number):
        item = ItemFactory(kind="law", titles={"en": f"edited{at}x"})
        note(item.ref)
        began = time.perf_counter()
        while not reader().frequency("title", f"edited{at}x"):  # answers would hold up the thread
            time.sleep(0.01)
        assert [one.document.ref for one in ask(Question(f"edited{at}x")).results] == [item.ref]
        took.append(time.perf_counter() - began)
    stop.set()
    thread.join(timeout=10)
    return {"median": round(share(took, 0.5), 2), "worst": round(max(took), 2)}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
