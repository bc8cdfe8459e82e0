"""What is asked of each record before its filing may be submitted: pure, and everything at once.

Each sentence names the record, the leg where it is one, and what to do. What `settles` with a
reason is no mistake: a currency may have been used after its end, parts may differ from a total.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cairn.kernel.dates import DateSpan
from cairn.kernel.text import noop
from cairn.reference.currencies import currencies
from cairn.reporting.filings.asked import Check
from cairn.reporting.observations.catalogue import kind
from cairn.reporting.observations.persons import QUALITIES, PersonCount
from cairn.reporting.observations.values import Observed

JOINTS = ("country", "place")  # what two legs must agree in where they meet
OPEN_PLACES = ("undisclosed",)


def checks(records: Sequence[Observed], *, first: date, last: date) -> list[Check]:
    """Everything that is asked, record by record."""
    found: list[Check] = []
    for one in records:
        found += _answers(one)
        found += _legs(one)
        found += _fee(one, first)
        found += _when(one, first, last)
        found += _people(one)
        found += _document(one)
        found += _judgement(one)
    return found


def name_of(one: Observed) -> str:
    """By what a sentence calls the record: its title, else its reference."""
    return str(one.values.get("title") or one.ref)


def _check(
    one: Observed, code: str, sentence: str, *, at: str = "", settles: str = "", **values: Any
) -> Check:
    return Check(
        f"{one.ref}|{code}|{at}" if at else f"{one.ref}|{code}",
        code,
        sentence,
        {"record": name_of(one), **values},
        settles=settles,
        record=one.ref,
    )


def _answers(one: Observed) -> Iterator[Check]:
    for asked in kind(one.kind).fields:
        if asked.required and not one.values[asked.name]:
            yield _check(
                one,
                "answer_missing",
                noop("“%(record)s”: “%(measure)s” is empty; fill it in."),
                at=asked.name,
                measure=asked.title,
            )


def _legs(one: Observed) -> Iterator[Check]:
    if one.kind == "route" and not one.legs:
        yield _check(
            one,
            "route_without_legs",
            noop("“%(record)s” has no legs yet; add at least one, with where it begins and ends."),
        )
    for number, leg in enumerate(one.legs, start=1):
        for which, sentence in ENDS.items():
            if not any(leg[f"{which}_{name}"] for name in JOINTS) and (
                leg[f"{which}_precision"] not in OPEN_PLACES
            ):
                yield _check(one, f"leg_{which}_missing", sentence, at=str(number), leg=number)
        if number > 1 and not leg["gap"] and not joined(one.legs[number - 2], leg):
            yield _check(
                one,
                "legs_apart",
                noop(
                    "“%(record)s”: leg %(leg)s does not begin where leg %(before)s ended. Correct "
                    "one of the two places, or say what is not known between them."
                ),
                at=str(number),
                leg=number,
                before=number - 1,
            )


ENDS = {
    "from": noop(
        "“%(record)s”: leg %(leg)s does not say where it begins; give a country or a place, or "
        "say that it is not disclosed."
    ),
    "to": noop(
        "“%(record)s”: leg %(leg)s does not say where it ends; give a country or a place, or say "
        "that it is not disclosed."
    ),
}


def joined(before: Mapping[str, Any], leg: Mapping[str, Any]) -> bool:
    """Whether a leg begins where the one before ended. What one of the two does not say, it does
    not contradict; but something must be said by both."""
    shared = 0
    for name in JOINTS:
        end, start = str(before[f"to_{name}"]), str(leg[f"from_{name}"])
        if end and start:
            if end.strip().casefold() != start.strip().casefold():
                return False
            shared += 1
    return shared > 0


def _fee(one: Observed, first: date) -> Iterator[Check]:
    if one.kind != "fee":
        return
    values = one.values
    if all(values[name] is None for name in ("low", "typical", "high")):
        yield _check(
            one,
            "fee_without_amount",
            noop("“%(record)s” has no amount; give the lowest, the usual or the highest."),
        )
    if values["covers"] == "part" and not (
        (values["from_country"] or values["from_place"])
        and (values["to_country"] or values["to_place"])
    ):
        yield _check(
            one,
            "fee_part_without_ends",
            noop("“%(record)s” is for a part of the journey; say from where to where."),
        )
    if values["per"] == "group" and not values["group_size"]:
        yield _check(
            one,
            "group_without_size",
            noop("“%(record)s” is for a group; say of how many people, or choose one person."),
        )
    if values["officials"] == "amount" and values["officials_amount"] is None:
        yield _check(
            one,
            "officials_without_amount",
            noop("“%(record)s”: give the amount that officials received, or say it is not known."),
        )
    yield from _currency(one, first)


def _currency(one: Observed, first: date) -> Iterator[Check]:
    known = currencies().get(one.values["currency"])
    when: DateSpan | None = one.values["when"]
    day = when.earliest if when else first
    if known is None or not known.gone_on(day):
        return
    sentence = noop(
        "“%(record)s”: %(currency)s was no longer legal tender on %(day)s; it ended on %(ended)s "
        "and %(successor)s took its place. Correct the currency or the date, or say why it is "
        "right."
    )
    if known.successor is None:
        sentence = noop(
            "“%(record)s”: %(currency)s was no longer legal tender on %(day)s; it ended on "
            "%(ended)s. Correct the currency or the date, or say why it is right."
        )
    yield _check(
        one,
        "currency_ended",
        sentence,
        at=f"{known.code}|{day}",
        settles="answers",
        currency=known.code,
        successor=known.successor or "",
        day=day,
        ended=known.ended,
    )


def _when(one: Observed, first: date, last: date) -> Iterator[Check]:
    when: DateSpan | None = one.values.get("when")
    if when is None or one.kind != "incident":
        return
    if when.latest < first or last < when.earliest:
        yield _check(
            one,
            "outside_the_period",
            noop(
                "“%(record)s” lies outside the period of this filing (%(when)s); correct the date, "
                "or file it in its own period."
            ),
            when=when,
        )


def _people(one: Observed) -> Iterator[Check]:
    if one.kind != "incident":
        return
    if not one.persons:
        yield _check(
            one,
            "no_people_said",
            noop("“%(record)s” says nothing of people; give a number, or say why there is none."),
        )
    totals = {count.quality: count for count in one.persons if not count.dims}
    for key, quality in QUALITIES.items():
        yield from _within(one, totals, key)
        if quality.total and key in totals:
            yield from _parts(one, totals[key])


def _within(one: Observed, totals: Mapping[str, PersonCount], key: str) -> Iterator[Check]:
    quality = QUALITIES[key]
    part, whole = totals.get(key), totals.get(quality.part_of)
    if part is None or whole is None or part.value is None or whole.value is None:
        return
    if part.value > whole.value:
        yield _check(
            one,
            "part_exceeds_whole",
            noop(
                "“%(record)s”: “%(measure)s” (%(part)s) cannot be more than “%(whole)s” (%(of)s); "
                "correct one of them, or say why it is right."
            ),
            at=key,
            settles="differences",
            measure=quality.title,
            part=part.value,
            whole=QUALITIES[quality.part_of].title,
            of=whole.value,
        )


def _parts(one: Observed, total: PersonCount) -> Iterator[Check]:
    """Parts of one quality by one breakdown must give its total; qualities are never added."""
    cuts: dict[str, list[PersonCount]] = {}
    for count in one.persons:
        if count.quality == total.quality and count.dims:
            cuts.setdefault("+".join(count.dims), []).append(count)
    for how, counts in cuts.items():
        known = sum(count.value or 0 for count in counts)
        open_ended = any(count.value is None for count in counts)
        if total.value is None or known == total.value or (open_ended and known < total.value):
            continue
        yield _check(
            one,
            "parts_differ",
            noop(
                "“%(record)s”, “%(measure)s”: the parts add up to %(sum)s, the total says "
                "%(total)s. Correct one of them, or say why they differ."
            ),
            at=f"{total.quality}|{how}",
            settles="differences",
            measure=QUALITIES[total.quality].title,
            sum=known,
            total=total.value,
        )


def _document(one: Observed) -> Iterator[Check]:
    if one.kind == "document" and one.values["fraud"] == "no_document" and one.values["issuer"]:
        yield _check(
            one,
            "issuer_of_no_document",
            noop("“%(record)s”: there was no document, yet its State is named; correct one."),
        )


def _judgement(one: Observed) -> Iterator[Check]:
    if one.values["likelihood"] and not one.values["confidence"]:
        yield _check(
            one,
            "likelihood_without_confidence",
            noop("“%(record)s”: say how sure you are of the judgement, apart from how likely."),
        )


def told_apart(found: Iterable[Check], ref: str) -> list[Check]:
    """Those that concern one record."""
    return [one for one in found if one.record == ref]
