"""Form fields for each shape of answer: what a person writes, in any of our languages, and what it
means. What cannot be read is said beside the field and stays there as it was written."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cairn.formats.numbers import read_count, read_number
from cairn.formats.written_dates import readings
from cairn.kernel.dates import DateSpan
from cairn.kernel.errors import CairnError
from cairn.reference.countries import countries, invented_by_name, invented_states, name_of
from cairn.reference.currencies import currencies
from cairn.reference.names import match_country
from cairn.reporting.observations.kinds import LONG, SHORT, Asked, Shape
from cairn.reporting.observations.values import NOBODY
from cairn.reporting.reading.crosstabs.periods import find_period
from cairn.reporting.reading.crosstabs.periods import span_of as period_span
from cairn.web import numbers
from cairn.web.desk.observing.words import choices
from cairn.web.say import current, isolated, say

FEW, FEWER = 6, 4  # a list as short as this is shown whole, where an answer is asked for or not
SPECIAL = {"OOO": "UNK", "STL": "XXA"}  # a code that spellings lead to: the one that is kept
# What names a currency before or after an amount; the currency itself has a field of its own.
CURRENCY = re.compile(
    r"^\s*(?:[A-Z]{3}|[€$£¥₦])(?=\s*\d)|(?<=\d)\s*(?:[A-Z]{3}|F\.? ?CFA|CFA|[€$£¥₦])\s*$"
)
FRANC_CODE, FRANCS = "franc", ("XOF", "XAF")  # which of the two, of West and of Central Africa
FRANC = ("FCFA", "CFA", "FRANCCFA", "FRANCSCFA")
BLANKS = 2  # empty inputs after those that are filled in


class Several(forms.TextInput):
    """One input for each value, and some more to fill in."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, []))

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        given = [one for one in value or [] if one]
        own = {**self.attrs, **(attrs or {})}
        first, label = own.pop("id", ""), own.pop("aria-label", "")
        inputs = []
        for at, text in enumerate([*given, *[""] * BLANKS]):
            more = {"id": first} if at == 0 else {"aria-label": label}
            inputs.append((super().render(name, text, {**own, **more}, renderer),))
        return format_html_join("", "{}", inputs)


class CountryField(forms.CharField):
    """A State or area by its name in any of our languages, its code, or "not known"."""

    def prepare_value(self, value: Any) -> Any:
        return name_of(value, current()) if is_code(value) else value

    def clean(self, value: Any) -> str:
        return country_of(super().clean(value))


class CountriesField(forms.Field):
    widget = Several

    def prepare_value(self, value: Any) -> Any:
        return [CountryField.prepare_value(CountryField(), one) for one in value or []]

    def clean(self, value: Any) -> list[str]:
        found = [country_of(one.strip()) for one in value or [] if one.strip()]
        return list(dict.fromkeys(found))


def is_code(value: Any) -> bool:
    """Of a State or area, also an invented one, or of nobody's."""
    return value in countries() or value in NOBODY or value in invented_states()


def country_of(text: str) -> str:
    """The code of what was written."""
    if not text or is_code(text):
        return text
    for code in NOBODY:
        if text.casefold() == name_of(code, current()).casefold():
            return code
    if invented := invented_by_name(text):
        return invented
    found = match_country(text, language=current())
    if found.certain and found.iso3:
        return SPECIAL.get(found.iso3, found.iso3)
    names = [name_of(one, current()) for one, _score in found.candidates[:5]]
    if names:
        raise forms.ValidationError(
            _("“%(value)s” may mean several (%(names)s); choose one.")
            % {"value": text, "names": " · ".join(names)}
        )
    raise forms.ValidationError(
        _("“%(value)s” is not known as a country; choose from the list.") % {"value": text}
    )


class CurrencyField(forms.CharField):
    """A code of ISO 4217, also of a currency that has ended."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        code = text[:3].upper()
        if "".join(text.upper().split()).strip(".") in FRANC:
            raise forms.ValidationError(
                _("Two currencies are called so: write XOF in West Africa, XAF in Central Africa."),
                code=FRANC_CODE,
            )
        if text and code not in currencies():
            raise forms.ValidationError(
                _("“%(value)s” is not the code of a currency; write three letters such as XOF.")
                % {"value": text}
            )
        return str(code)


class SpanField(forms.CharField):
    """A date as exact as it is known."""

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, DateSpan) else value

    def clean(self, value: Any) -> DateSpan | None:
        text = super().clean(value)
        return span_of(text) if text else None


class DayField(SpanField):
    """One day."""

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        span = super().clean(value)
        if span is not None and span.days > 1:
            raise forms.ValidationError(_("Write the day as well, such as 2026-03-01."))
        return span.earliest if span else None


def written(span: DateSpan) -> str:
    """As somebody wrote it, else in a form that reads the same in every language."""
    if span.as_written:
        return span.as_written
    if span.days == 1:
        return span.earliest.isoformat()
    return f"{span.earliest}..{span.latest}"


def span_of(text: str) -> DateSpan:
    try:
        found = {one.span for one in readings(text)}
    except CairnError as problem:
        raise forms.ValidationError(say(problem)) from None
    if len(found) == 1:
        return found.pop()
    if not found and (whole := _period_in_words(text)):
        return whole
    raise forms.ValidationError(
        _(
            "“%(value)s” is not a date, or may be two; write it as 2026-03-01, 2026-03, Q1 2026 or "
            "2026."
        )
        % {"value": text}
    )


def _period_in_words(text: str) -> DateSpan | None:
    """A quarter or a half-year as any of our languages writes it: "الربع الأول 2026"."""
    found = find_period(text)
    return period_span(found.value, text) if found else None


class AmountField(forms.CharField):
    """A number with or without decimals, in the digits and marks of any of our languages."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text: str) -> Decimal:
        return amount_of(text)


class DegreesField(AmountField):
    """Degrees have no thousands: three digits after a mark are decimals."""

    def read(self, text: str) -> Decimal:
        return degrees_of(text)


class MoneyField(AmountField):
    """Money has two decimals at most, so three digits after one mark are thousands; unless the
    language writes its decimals with that very mark. `read_as`: what was so read and is to be
    said, for in another country the mark means the other thing."""

    read_as: Decimal | None = None

    def read(self, text: str) -> Decimal:
        text = CURRENCY.sub("", text).strip()
        try:
            return amount_of(text)
        except forms.ValidationError:
            mark = next((one for one in text if one in ".,"), "")
            signs = numbers.in_drawings(current())
            if not mark:
                raise
            found = _number(text, decimal="," if mark == "." else ".")
            if mark == signs["decimal"]:
                raise forms.ValidationError(_either(text, mark, found)) from None
            if mark != signs["thousands"]:
                self.read_as = found
            return found


def _either(text: str, mark: str, whole: Decimal) -> str:
    """Both that a reader of this language may mean, as she would write them."""
    part = numbers.number(float(_number(text, decimal=mark)), current())
    return _("“%(value)s” may mean %(part)s or %(whole)s; write one of these.") % {
        "value": text,
        "part": isolated(part),
        "whole": isolated(numbers.number(int(whole), current())),
    }


def amount_of(text: str) -> Decimal:
    """ "1 204,50", "1,204.5", "١٢٠٤"; what may be read in two ways is not guessed."""
    return _number(text)


def degrees_of(text: str) -> Decimal:
    """As `amount_of`; "18.755" and "18,755" are eighteen and three quarters."""
    return _number(text, decimal="," if "," in text else ".")


def _number(text: str, *, decimal: str = "") -> Decimal:
    """As spreadsheets are read; no word for "nothing" stands for a number here."""
    try:
        found = read_number(text, decimal=decimal)
    except CairnError:
        found = None
    if found is None:
        raise forms.ValidationError(
            _("“%(value)s” cannot be read for certain; write it as 1204.5, without other marks.")
            % {"value": text}
        )
    return Decimal(str(found))


class WholeField(forms.CharField):
    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        return whole_of(text) if text else None


def whole_of(text: str) -> int:
    """A count has no decimals, so any one mark separates thousands."""
    try:
        found = read_count(text, maximum=999_999_999)
    except CairnError:
        found = None
    if found is None:
        raise forms.ValidationError(
            _("“%(value)s” is not a whole number; write it with digits, such as 1204.")
            % {"value": text}
        )
    return found


def field_for(asked: Asked) -> forms.Field:
    """The form field for what is asked; the form requires none, for a draft may be half done."""
    given: dict[str, Any] = {
        "label": say(asked.title),
        "help_text": say(asked.help),
        "required": False,
    }
    match asked.shape:
        case Shape.ONE:
            listed = choices(asked.words)
            if len(listed) <= (FEW if asked.required else FEWER):
                options = listed if asked.required else [("", _("not said")), *listed]
                return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **given)
            return forms.ChoiceField(
                choices=[("", _("not said")), *listed],
                widget=forms.Select(attrs={"data-narrow": ""}),
                **given,
            )
        case Shape.MANY:
            return forms.MultipleChoiceField(
                choices=choices(asked.words),
                widget=forms.CheckboxSelectMultiple(attrs={"data-narrow": ""}),
                **given,
            )
        case Shape.LONG:
            area = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
            return forms.CharField(max_length=LONG, widget=area, **given)
        case Shape.COUNTRY:
            return CountryField(max_length=SHORT, widget=_line(list="countries"), **given)
        case Shape.COUNTRIES:
            attrs = {"list": "countries", "autocomplete": "off", "dir": "auto"}
            return CountriesField(
                widget=Several(attrs={**attrs, "aria-label": say(asked.title)}), **given
            )
        case Shape.CURRENCY:
            return CurrencyField(max_length=60, widget=_line(list="currencies", dir="ltr"), **given)
        case Shape.SPAN:
            return SpanField(max_length=60, widget=_line(dir="ltr"), **given)
        case Shape.DAY:
            return DayField(max_length=60, widget=_line(dir="ltr"), **given)
        case Shape.AMOUNT | Shape.MONEY | Shape.DEGREES:
            kinds = {Shape.MONEY: MoneyField, Shape.DEGREES: DegreesField}
            kind = kinds.get(asked.shape, AmountField)
            return kind(max_length=SHORT, widget=_line(inputmode="decimal", dir="ltr"), **given)
        case Shape.WHOLE:
            return WholeField(max_length=40, widget=_line(inputmode="numeric", dir="ltr"), **given)
    return forms.CharField(max_length=SHORT, widget=_line(), **given)


def _line(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attrs})


def fields_for(asked: Sequence[Asked]) -> dict[str, forms.Field]:
    return {one.name: field_for(one) for one in asked}
