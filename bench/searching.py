"""Child of the part `search`: make the index, ask it and its peers in rounds, and edit.

    python -m bench.searching DOCUMENTS QUESTIONS POSTGRESQL

Ours is everything that a page asks: reading, spelling, concepts, the best ten with marks and
reasons, the number of all, five facets. Bare is the very query that ours became, given to the
engine ready-made: its best ten without marks, the number, the facets.
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bench.runs import share, tell

EDITS = 12


def main(number: int, questions: int, address: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    from bench.search_peers import Fts5, PostgreSQL, row_of
    from bench.search_rows import Maker
    from cairn.search import places
    from cairn.search.outbox.indexing import BUILDING_HEAP
    from cairn.search.tantivy_index import TantivyReader, TantivyWriter

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
    peers: dict[str, Any] = {"fts5": Fts5(Path(settings.CAIRN_DATA) / "peer.sqlite3")}
    if address:
        peers["postgresql"] = PostgreSQL(address)
    filled = {}
    for name, peer in peers.items():
        filled[name] = peer.fill(row_of(at, one) for at, one in enumerate(documents))
        tell(f"    {name}: filled in {filled[name]:.1f} s")
    del documents
    index = TantivyReader(folder)
    times = _asked_in_rounds(index, peers, maker.questions(questions))
    told = {
        "documents": number,
        "questions": questions,
        "build_seconds": round(built, 1),
        "documents_per_second": round(number / built),
        "index_mb": round(size / 1e6),
        "peer_fill_seconds": {name: round(one, 1) for name, one in filled.items()},
        "ms": {name: _spread(one) for name, one in times.items()},
        "pair_ratio": _pairs(times["ours"], times["bare"]),
        "edit_seconds": _edits(EDITS),
    }
    print(json.dumps(told))


def _asked_in_rounds(
    index: Any, peers: dict[str, Any], questions: list[tuple[str, str, bool]]
) -> dict[str, list[float]]:
    """Each question of all in turn, so that a disturbance falls on all of them."""
    from bench.search_rows import STATES
    from cairn.search.lexicon import lexicon
    from cairn.search.marking import Marker
    from cairn.search.planning import think
    from cairn.search.questions import FACETS, Narrow, Plan
    from cairn.search.reading import read
    from cairn.search.results import result_of

    def ours(text: str, language: str, narrow: tuple[Narrow, ...]) -> Any:
        typed = read(text, naming=lambda *_: None, known=())
        thought = think(typed, index, lexicon(), language)
        plan = Plan(thought.node, narrow)
        found = index.find(plan, limit=10)
        marker = Marker(thought.units)
        shown = [result_of(one, thought.units, marker, language) for one in found.hits]
        return plan, thought, shown, index.facets(plan)

    def bare(query: Any, wide: Any) -> None:
        result = index.searcher.search(query, 10, count=True)
        for _, place in result.hits:
            index.searcher.doc(place)
        counted = {name: {"terms": {"field": name, "size": 20_000}} for name in FACETS}
        index.searcher.aggregate(query, counted)
        if wide is not None:  # a chosen facet is counted as if it were not
            index.searcher.aggregate(wide, {"country": counted["country"]})

    times: dict[str, list[float]] = {name: [] for name in ("ours", "bare", *peers)}
    for text, language, _ in questions[:12]:  # warm
        ours(text, language, ())
    for at, (text, language, narrowed) in enumerate(questions):
        state = STATES[at % len(STATES)] if narrowed else ""
        narrow = (Narrow("country", (state,)),) if state else ()
        plan, thought, *_ = ours(text, language, narrow)
        query = index._query(plan)
        wide = index._query(plan.lacking("country")) if narrow else None
        terms = [word for unit in thought.units for word in unit.words]
        need = len(terms) if len(thought.units) < 3 else 1
        acts = {
            "ours": lambda a=(text, language, narrow): ours(*a),
            "bare": lambda q=query, w=wide: bare(q, w),
            **{
                name: (lambda p=peer, a=(terms, need, state): p.ask(a))
                for name, peer in peers.items()
            },
        }
        for name, act in acts.items():
            began = time.perf_counter()
            act()
            times[name].append(time.perf_counter() - began)
        if at % 50 == 49:
            tell(f"    {at + 1} of {len(questions)} questions")
    return times


def _spread(seconds: list[float]) -> dict[str, float]:
    return {f"p{p}": round(1000 * share(seconds, p / 100), 2) for p in (50, 95, 99)}


def _pairs(one: list[float], other: list[float]) -> dict[str, float]:
    ratios = [a / b for a, b in zip(one, other, strict=True)]
    return {f"p{p}": round(share(ratios, p / 100), 2) for p in (50, 95)}


def _edits(number: int) -> dict[str, float]:
    """From the commit of a publication until a question finds it, with the runner's own thread."""
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
        while not reader().frequency("title", f"edited{at}x"):
            time.sleep(0.01)
        took.append(time.perf_counter() - began)
    stop.set()
    thread.join(timeout=10)
    return {"median": round(share(took, 0.5), 2), "worst": round(max(took), 2)}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
