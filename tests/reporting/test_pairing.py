"""Which accounts of two sources belong together.

pr01 nothing is paired twice    pr02 the order of reading and of the sources does not matter
pr03 a slow, obvious second answer agrees    pr04 twins pair one to one; a twin left over asks
"""

from datetime import timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.reporting.matching import DAYS, KILOMETRES, LISTED, Told, compare, distance
from cairn.reporting.pairing import Waiting, pair_up
from tests.reporting.tellings import source, told

two_sources = st.tuples(source("acc-a"), source("acc-b"))


def refs(pairs) -> set[tuple[str, str]]:
    return {(pair.left.ref, pair.right.ref) for pair in pairs}


def by_definition(left: list[Told], right: list[Told]) -> set[tuple[str, str]]:
    """All comparable pairs in one list, the most alike first; take what is still free."""
    free = {one.ref for one in (*left, *right)}
    found = []
    for one, other in product(left, right):
        if abs((one.earliest - other.earliest).days) > DAYS:
            continue
        apart = distance(one, other)
        near = apart <= KILOMETRES if apart is not None else one.country == other.country
        if near and (apart is not None or one.country):
            found.append((-compare(one, other).score, *sorted((one.ref, other.ref))))
    taken = set()
    for score, one, other in sorted(found):
        if -score >= LISTED and {one, other} <= free:
            free -= {one, other}
            taken.add((one, other))
    return taken


@given(two_sources)
@settings(max_examples=60)
def test_pr03_the_stream_agrees_with_the_definition(sources):
    assert refs(pair_up(*sources)) == by_definition(*sources)


@given(two_sources)
def test_pr01_nothing_is_paired_twice(sources):
    pairs = list(pair_up(*sources))
    assert len({pair.left.ref for pair in pairs}) == len(pairs)
    assert len({pair.right.ref for pair in pairs}) == len(pairs)
    assert all(pair.likeness.score >= LISTED for pair in pairs)


@given(two_sources, st.randoms())
def test_pr02_the_order_of_reading_does_not_matter(sources, random):
    def shuffled(one):
        mixed = random.sample(one, len(one))
        return sorted(mixed, key=lambda telling: telling.earliest)

    def told_of(pairs):
        return {(pair.left.ref, pair.right.ref, pair.clear) for pair in pairs}

    assert told_of(pair_up(*sources)) == told_of(pair_up(*map(shuffled, sources)))


@given(two_sources)
def test_pr02_neither_source_comes_first(sources):
    left, right = sources
    turned = {(two, one) for one, two in refs(pair_up(right, left))}
    assert refs(pair_up(left, right)) == turned


def test_pr04_two_twins_here_and_two_there_make_two_clear_pairs():
    pairs = list(pair_up([told("a1"), told("a2")], [told("b1"), told("b2")]))
    assert len(pairs) == 2
    assert all(pair.clear for pair in pairs)


def test_pr04_a_twin_left_over_makes_it_a_question():
    pairs = list(pair_up([told("a1"), told("a2")], [told("b1")]))
    assert len(pairs) == 1
    assert not pairs[0].clear


def test_a_rival_with_a_better_partner_of_its_own_is_no_rival():
    left = [told("a1"), told("a2", latitude=35.21)]
    right = [told("b1"), told("b2", latitude=35.21)]
    pairs = list(pair_up(left, right))
    assert refs(pairs) == {("a1", "b1"), ("a2", "b2")}
    assert all(pair.clear for pair in pairs)


def test_without_a_point_the_country_is_where_to_look():
    nowhere = {"latitude": None, "longitude": None}
    assert refs(pair_up([told("a1", **nowhere)], [told("b1")])) == {("a1", "b1")}
    assert not list(pair_up([told("a1", **nowhere)], [told("b1", country="TUN", **nowhere)]))
    unknown = {**nowhere, "country": None}
    assert not list(pair_up([told("a1", **unknown)], [told("b1", **unknown)]))


def test_accounts_across_the_date_line_are_neighbours():
    left = [told("a1", latitude=0.0, longitude=179.999)]
    right = [told("b1", latitude=0.0, longitude=-179.999)]
    assert refs(pair_up(left, right)) == {("a1", "b1")}


def test_what_is_past_leaves_memory():
    waiting = Waiting()
    for day in range(1_000):
        telling = told(f"a{day}", days=day)
        waiting.forget(telling.earliest - timedelta(days=DAYS))
        waiting.add(telling)
    assert len(waiting.queue) == DAYS + 1
    assert sum(map(len, waiting.squares.values())) == DAYS + 1
    assert sum(map(len, waiting.countries.values())) == DAYS + 1


def test_pairs_come_while_the_streams_are_still_being_read():
    read = []

    def stream(prefix):
        for day in range(0, 1_000, 10):
            read.append(day)
            yield told(f"{prefix}{day}", days=day)

    pairs = pair_up(stream("a"), stream("b"))
    next(pairs)
    assert max(read) <= 20
