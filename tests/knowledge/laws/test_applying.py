"""Which wording of an article applied on a day, and how sure that is.

la01 the answer is that of a second, slow one: every history that the known days allow is written
     out, and what is so in all of them is certain, what is so in some of them is possible
la02 the reasons, case by case      la03 no end that was read never means in force today
la04 the days of the law itself     la05 Spain's Criminal Code, article 318 bis, on 14 March 2017
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cairn.kernel.dates import DateSpan
from cairn.knowledge.laws.applying import Answer, Sure, applying, changes
from cairn.knowledge.laws.schema import Article, Record, Type, Version
from cairn.knowledge.texts import Text
from tests.knowledge.laws.shipped import record_of

FIRST = date(2015, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(6)]
SPAIN = "esp-c-digo-penal-title-xv-bis-as-amended-by"


def d(written: str) -> date:
    return date.fromisoformat(written)


def article(*versions: Version) -> Article:
    return Article("7", versions=versions)


@st.composite
def versions(draw: st.DrawFn, id: str) -> Version:
    """A wording with some of its days known, as sources give them."""
    first, seen, last = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=3, max_size=3)))
    known = draw(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()))
    return Version(
        id,
        valid_from=first if known[0] else None,
        valid_to=last if known[1] else None,
        seen_until=seen if known[2] else None,
        published=draw(st.sampled_from(DAYS)) if known[3] and not known[0] else None,
    )


def histories(one: Version) -> Iterator[tuple[date, date] | None]:
    """Every stretch of days over which this wording may have applied; None: on none of these."""
    given_ = [day for day in (one.valid_from, one.valid_to, one.seen_until) if day]
    for first, last in product(DAYS, DAYS):
        within = all(first <= day <= last for day in given_)
        begins = one.valid_from is None or first == one.valid_from
        ends = one.valid_to is None or last == one.valid_to
        early = [day for day in DAYS if first <= day <= last and one.published]
        sound = all(one.published <= day for day in early if day < min(given_, default=date.max))
        if first <= last and within and begins and ends and sound:
            yield first, last
    if not given_:
        yield None


def worlds(all_: tuple[Version, ...]) -> Iterator[tuple[tuple[date, date] | None, ...]]:
    """Histories of all wordings together: a law has one wording at a time."""
    for one in product(*(list(histories(version)) for version in all_)):
        spans = sorted(span for span in one if span)
        if all(a[1] < b[0] for a, b in zip(spans, spans[1:], strict=False)):
            yield one


@given(st.tuples(versions("a"), versions("b"), versions("c")), st.sampled_from(DAYS))
def test_la01_the_answer_is_what_all_histories_that_are_possible_agree_on(three, on):
    all_ = list(worlds(three))
    assume(all_)
    inside = [
        {n for n, span in enumerate(world) if span and span[0] <= on <= span[1]} for world in all_
    ]
    certain = set.intersection(*inside)
    possible = set.union(*inside)
    answer = applying(article(*three), on)
    found = {"abc".index(one.version.id) for one in answer.candidates}
    assert found == possible
    assert (answer.sure is Sure.CERTAIN) == bool(certain)
    assert (answer.sure is Sure.NOT_KNOWN) == (not possible)


@given(st.tuples(versions("a"), versions("b")), st.sampled_from(DAYS))
def test_la01_more_knowledge_never_makes_another_wording_possible(two, on):
    assume(two[0].valid_to is None and list(worlds(two)))
    before = {one.version.id for one in applying(article(*two), on).candidates}
    last = max(day for day in (two[0].valid_from, two[0].seen_until, DAYS[-1]) if day)
    ended = Version("a", two[0].valid_from, last, two[0].seen_until, two[0].published)
    assume(list(worlds((ended, two[1]))))
    after = {one.version.id for one in applying(article(ended, two[1]), on).candidates}
    assert after <= before


A = Version("a", valid_from=d("2010-01-01"), valid_to=d("2014-12-31"))
B = Version("b", valid_from=d("2015-01-01"))
SEEN = Version("b", valid_from=d("2015-01-01"), seen_until=d("2020-06-01"))
PUBLISHED = Version("p", published=d("2012-03-01"))
CONSOLIDATED = Version("c", consolidated_on=d("2012-07-02"))
GONE = Version("g", valid_from=d("2015-01-01"), valid_to=d("2015-12-31"), repealed=True)
CASES = [
    ((A, B), "2012-05-05", Sure.CERTAIN, "a", "from_to"),
    ((A, B), "2014-12-31", Sure.CERTAIN, "a", "from_to"),
    ((A, B), "2015-01-01", Sure.CERTAIN, "b", "on_that_day"),
    ((A, B), "2015-01-02", Sure.POSSIBLY, "b", "no_end_read"),
    ((A, B), "2099-01-01", Sure.POSSIBLY, "b", "no_end_read"),
    ((A, SEEN), "2020-06-01", Sure.CERTAIN, "b", "from_seen"),
    ((A, SEEN), "2020-06-02", Sure.POSSIBLY, "b", "no_end_read_since"),
    ((A, B), "2009-12-31", Sure.NOT_KNOWN, "", "before_the_first"),
    ((A,), "2015-01-01", Sure.NOT_KNOWN, "", "after_the_last"),
    ((A, Version("z", d("2016-01-01"))), "2015-06-01", Sure.NOT_KNOWN, "", "between"),
    ((PUBLISHED,), "2012-02-29", Sure.NOT_KNOWN, "", "before_published"),
    ((PUBLISHED,), "2012-03-01", Sure.POSSIBLY, "p", "published_only"),
    ((CONSOLIDATED,), "2012-07-02", Sure.POSSIBLY, "c", "consolidated_only"),
    ((CONSOLIDATED,), "1999-07-02", Sure.POSSIBLY, "c", "consolidated_only"),
    ((Version("u"),), "2012-07-02", Sure.POSSIBLY, "u", "undated"),
    ((Version("e", valid_to=d("2012-07-02")),), "2012-07-01", Sure.POSSIBLY, "e", "no_begin_read"),
    ((A, GONE), "2015-05-05", Sure.CERTAIN, "g", "struck_out"),
    (
        (A, Version("x", A.valid_from, A.valid_to)),
        "2011-01-01",
        Sure.POSSIBLY,
        "ax",
        "contradiction",
    ),
    ((), "2011-01-01", Sure.NOT_KNOWN, "", "nothing_recorded"),
]


@pytest.mark.parametrize(("all_", "on", "sure", "ids", "why"), CASES, ids=lambda one: str(one)[:24])
def test_la02_each_answer_has_its_reason(all_, on, sure, ids, why):
    answer = applying(article(*all_), d(on))
    assert answer.sure is sure
    assert "".join(one.version.id for one in answer.candidates) == ids
    assert answer.because.code == why


@given(st.dates(min_value=d("2015-01-02")))
def test_la03_a_wording_without_an_end_is_never_certain_after_its_first_day(on):
    assert applying(article(A, B), on).sure is Sure.POSSIBLY


def test_la04_before_it_was_adopted_and_after_it_was_repealed_nothing_of_a_law_applied():
    law = Record(
        "ESP",
        (Text("Ley", "es"),),
        Type.ACT,
        adopted=DateSpan.year(2010),
        in_force=DateSpan.day(d("2010-06-01")),
        repealed=DateSpan.between(d("2014-01-01"), d("2014-01-03")),
        articles=(article(Version("u")),),
    )
    told = {on: applying(law.articles[0], d(on), law) for on in ("2009-12-31", "2010-05-31")}
    assert {one.sure for one in told.values()} == {Sure.NONE}
    assert told["2010-05-31"].because.code == "not_yet"
    assert applying(law.articles[0], d("2014-01-02"), law).sure is Sure.POSSIBLY
    assert applying(law.articles[0], d("2014-01-03"), law).because.code == "no_longer"


def spain(on: str) -> Answer:
    law = record_of(SPAIN)
    found = law.article("art-318-bis")
    assert found is not None
    return applying(found, d(on), law)


@pytest.mark.parametrize(
    ("on", "begins"),
    [
        ("2017-03-14", "2015-07-01"),
        ("2015-06-30", "2010-12-23"),
        ("2007-11-20", "2003-10-01"),
        ("2000-02-01", "2000-02-01"),
    ],
)
def test_la05_article_318_bis_is_certain_on_the_day_of_the_offence(on, begins):
    answer = spain(on)
    assert answer.sure is Sure.CERTAIN
    assert answer.version is not None
    assert answer.version.valid_from == d(begins)


def test_la05_the_wording_of_2017_aids_entry_or_stay_and_spares_humanitarian_help():
    version = spain("2017-03-14").version
    assert version is not None
    text = version.texts[0].text
    assert "ayude a una persona que no sea nacional de un Estado miembro" in text
    assert "únicamente prestar ayuda humanitaria" in text
    assert spain("2017-03-14").because.values["seen"] == d("2026-04-09")


def test_la05_what_happened_after_the_last_reading_is_not_said():
    assert spain("2026-11-30").sure is Sure.POSSIBLY
    assert spain("1999-12-31").because.code == "before_the_first"


def test_the_days_of_change_are_those_that_sources_give():
    assert changes([article(A, B)]) == [d("2010-01-01"), d("2015-01-01")]
