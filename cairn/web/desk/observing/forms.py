"""The form of one record: its fields group by group, its legs in their order, its people.

Works by its buttons alone: adding, moving and removing a leg sends the form, which comes back with
the legs as wished and nothing saved.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from cairn.kernel.errors import CairnError
from cairn.reference.countries import name_of
from cairn.reference.currencies import tender_in
from cairn.reporting.filings.texts import NotClean
from cairn.reporting.observations.kinds import FROM, LEG, TO, TRAVEL, Asked, Kind
from cairn.reporting.observations.values import MOST_LEGS, Given, Observed, any_of
from cairn.web.desk.observing.fields import FRANC_CODE, FRANCS, fields_for
from cairn.web.desk.observing.people import PeopleLines
from cairn.web.desk.observing.words import defined, filled, list_words, problem_words
from cairn.web.given import whole_number
from cairn.web.say import current, say

LEG_FIELD = re.compile(r"leg-(\d{1,3})-([a-z_]+)\Z")
CARRIED = ("node", "country", "place", "precision", "lat", "lon")  # from one leg to the next


class RecordForm(forms.Form):
    """All fields of one kind."""

    def __init__(self, found: Kind, **given: Any) -> None:
        super().__init__(**given)
        self.fields.update(fields_for(tuple(found.fields)))


class LegForm(forms.Form):
    """One leg."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.fields.update(fields_for(LEG))


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field with the definitions of its list."""

    bound: forms.BoundField
    terms: list[dict[str, str]]


@dataclass(slots=True)
class RecordForms:
    """Everything that one page asks of a record."""

    found: Kind
    form: RecordForm
    legs: list[LegForm]
    people: PeopleLines
    revision: int = 0
    problems: list[str] = field(default_factory=list)  # those that belong to no field
    names: list[str] = field(default_factory=list)  # words that may be a place, not a person

    @classmethod
    def empty(cls, found: Kind, initial: Mapping[str, Any]) -> "RecordForms":
        legs = [LegForm(prefix="leg-0")] if found.legs and not found.persons else []
        return cls(found, RecordForm(found, initial=initial), legs, PeopleLines.of([]))

    @classmethod
    def of(cls, found: Kind, one: Observed) -> "RecordForms":
        legs = [LegForm(prefix=f"leg-{number}", initial=leg) for number, leg in enumerate(one.legs)]
        form = RecordForm(found, initial=one.values)
        return cls(found, form, legs, PeopleLines.of(one.persons), one.revision)

    @classmethod
    def sent(cls, found: Kind, data: QueryDict) -> "RecordForms":
        """As it was written; legs keep the order in which they were sent."""
        numbers = sorted({int(m[1]) for name in data if (m := LEG_FIELD.match(name))})
        legs = [LegForm(data=data, prefix=f"leg-{n}") for n in numbers[: MOST_LEGS + 1]]
        revision = data.get("revision", "")
        return cls(
            found,
            RecordForm(found, data=data),
            legs if found.legs else [],
            PeopleLines.sent(data),
            whole_number(revision, 0),
        )

    def valid(self) -> bool:
        """Whether everything could be read."""
        read = [self.form.is_valid(), *(leg.is_valid() for leg in self.legs)]
        return all(read) and not self.people.wrong

    def propose_currency(self, state: str) -> None:
        """Where "FCFA" was written: the one that is tender in this State, put into the field."""
        here = tender_in(state).intersection(FRANCS)
        for name, problems in self.form.errors.as_data().items():
            if len(here) != 1 or all(one.code != FRANC_CODE for one in problems):
                continue
            (code,) = here
            data = cast(QueryDict, self.form.data).copy()
            data[self.form.add_prefix(name)] = code
            self.form.data = data
            del self.form.errors[name]
            sentence = _(
                "Two currencies are called so. In %(state)s it is %(code)s, which stands here now; "
                "send the form again if that is meant."
            )
            self.form.add_error(name, sentence % {"state": name_of(state, current()), "code": code})

    def given(self) -> Given:
        """What was written; legs of which nothing is said are left out."""
        self.legs = [leg for leg in self.legs if any_of(leg.cleaned_data)]
        return Given(
            dict(self.form.cleaned_data),
            [dict(leg.cleaned_data) for leg in self.legs],
            self.people.counts if self.found.persons else [],
        )

    def read_as(self) -> Iterator[str]:
        """How an amount was read that means another number elsewhere."""
        for bound in self.form:
            if (number := getattr(bound.field, "read_as", None)) is not None:
                values = {"field": bound.label, "written": bound.data, "number": number}
                yield (
                    _(
                        "%(field)s: “%(written)s” was read as %(number)s. If that is not so, "
                        "change it."
                    )
                    % values
                )

    def groups(self) -> Iterator[tuple[str, list[ShownField]]]:
        for group in self.found.groups:
            yield say(group.title), [self._shown(one) for one in group.fields]

    def _shown(self, asked: Asked) -> ShownField:
        return ShownField(self.form[asked.name], list(defined(asked.words)) if asked.words else [])

    def leg_parts(self) -> Iterator[dict[str, Any]]:
        """Each leg for the page: where from, where to, how."""
        for at, leg in enumerate(self.legs):
            yield {
                "form": leg,
                "number": at + 1,
                "at": at,
                "start": [leg[one.name] for one in FROM],
                "end": [leg[one.name] for one in TO],
                "travel": [leg[one.name] for one in TRAVEL if at or one.name != "gap"],
                "first": at == 0,
                "last": at == len(self.legs) - 1,
            }

    def leg_terms(self) -> list[tuple[str, list[dict[str, str]]]]:
        """The lists of a leg with their definitions, once for all legs."""
        asked = dict.fromkeys(one.words for one in LEG if one.words)
        return [(list_words(words), list(defined(words))) for words in asked]

    def blame(self, problem: CairnError) -> None:
        """Say beside its field what is wrong with it."""
        name = str(problem.values.get("field") or problem.values.get("check") or "")
        self._beside(name, problem_words(problem))

    def screened(self, refused: NotClean) -> None:
        """What may identify a person: beside its field, and asked about where it may be a place."""
        asked = [one for one in refused.problems if one.asks]
        words = [self._written(one.field)[one.start : one.end].strip() for one in asked]
        self.names = list(dict.fromkeys(filter(None, words)))
        for one in refused.problems:
            self._beside(one.field, filled(one.sentence, {"kind": say(one.label)}))

    def _written(self, name: str) -> str:
        found = LEG_FIELD.match(name)
        form, field_name = (self.legs[int(found[1])], found[2]) if found else (self.form, name)
        return str(form.cleaned_data.get(field_name, "")).strip()

    def _beside(self, name: str, sentence: str) -> None:
        if name in self.form.fields:
            self.form.add_error(name, sentence)
        elif (found := LEG_FIELD.match(name)) and int(found[1]) < len(self.legs):
            self.legs[int(found[1])].add_error(found[2], sentence)
        elif not self.people.blame(name, sentence):
            self.problems.append(sentence)

    def all_problems(self) -> list[dict[str, str]]:
        """For the summary: each leads to its field."""
        found = [{"anchor": "", "label": "", "text": text} for text in self.problems]
        for form in (self.form, *self.legs):
            for bound in form:
                for text in bound.errors:
                    anchor = bound.auto_id if bound.use_fieldset else bound.id_for_label
                    found.append({"anchor": anchor, "label": str(bound.label), "text": str(text)})
        for line in self.people.lines:
            if line.problem:
                found.append({"anchor": line.id, "label": line.label, "text": line.problem})
        return found


def moved(data: QueryDict, act: str) -> tuple[QueryDict, int]:
    """The form with its legs as a button wishes: added, removed, one up or down; and which leg to
    look at then."""
    legs: dict[int, dict[str, list[str]]] = {}
    rest = QueryDict(mutable=True)
    for name, values in data.lists():
        if found := LEG_FIELD.match(name):
            legs.setdefault(int(found[1]), {})[found[2]] = values
        else:
            rest.setlist(name, values)
    ordered = [leg for _number, leg in sorted(legs.items())]
    word, _colon, number = act.partition(":")
    at = whole_number(number, len(ordered))
    if word == "leg_add" and len(ordered) < MOST_LEGS:
        ordered.insert(at, _following(ordered[at - 1] if 0 < at <= len(ordered) else {}))
    elif word == "leg_remove" and at < len(ordered):
        ordered.pop(at)
    elif word in ("leg_up", "leg_down"):
        other = at - 1 if word == "leg_up" else at + 1
        if at < len(ordered) and 0 <= other < len(ordered):
            ordered[at], ordered[other] = ordered[other], ordered[at]
            at = other
    for new, leg in enumerate(ordered):
        for name, values in leg.items():
            rest.setlist(f"leg-{new}-{name}", values)
    return rest, min(at, len(ordered) - 1)


def _following(before: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """A new leg begins where the one before ended."""
    carried = {f"from_{name}": before.get(f"to_{name}", [""]) for name in CARRIED}
    return {"mode": [""], **carried}
