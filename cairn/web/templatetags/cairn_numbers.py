"""Filters that write numbers, dates and foreign text in the language of the page."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cairn.kernel.dates import DateSpan, Period
from cairn.web import numbers
from cairn.web.say import current
from cairn.web.units import says_the_number

register = template.Library()


@register.filter
def number(value: int | float, places: int | None = None) -> str:
    return numbers.number(value, current(), places)


@register.filter
def said_by_unit(value: object) -> bool:
    """Whether the unit behind it says the number, so that it is not written before it."""
    return says_the_number(value)


@register.filter
def compact(value: int | float) -> str:
    return numbers.compact(value, current())


@register.filter
def percent(value: float, places: int = 0) -> str:
    return numbers.percent(value, current(), places)


@register.simple_tag
def change(now: int | float, before: int | float) -> str:
    """A relative change with its sign; nothing where there was nothing to change from."""
    return numbers.change(now, before, current()) or ""


@register.filter
def such_as(text: str) -> str:
    """A period of an example, as this language writes it and its fields read it: "T3 2023"."""
    return numbers.period(Period.parse(text), current())


@register.filter
def day(value: date) -> str:
    return numbers.day(value, current())


@register.filter
def minute(value: datetime) -> str:
    """A moment to the minute, with its zone."""
    return numbers.moment(value, current(), pattern="HH:mm")


@register.filter
def moment(value: datetime) -> str:
    """To the second, in UTC, which is said."""
    return numbers.moment(value, current())


@register.filter
def date_span(value: DateSpan) -> str:
    return numbers.date_span(value, current())


@register.filter
def period(value: Period) -> str:
    return numbers.period(value, current())


@register.simple_tag
def comma() -> str:
    """Between two members of a list: other signs in Arabic and in Chinese."""
    return numbers.comma(current())


@register.simple_tag
def colon() -> str:
    """Between a thing and what is said of it: French has a space before it."""
    return numbers.colon(current())


@register.filter
def bdi(value: Any) -> SafeString:
    """Text of unknown direction, kept from turning the sentence in which it stands."""
    return format_html("<bdi>{}</bdi>", value)
