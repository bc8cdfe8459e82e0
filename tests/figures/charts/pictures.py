"""Words and answers for the tests of charts."""

import re

from cairn.figures.answers import UNDATED, Row, SourceRows
from cairn.figures.charts.words import Words
from cairn.figures.questions import Question
from cairn.kernel.cells import Cell
from cairn.kernel.dates import Level, Period

ENGLISH = Words.of(
    "en",
    str,
    title="Dead and missing on migration routes (minimum)",
    source="IOM Missing Migrants Project, CC BY 4.0",
    caveat="These are deaths on migration routes, not all linked to smuggling.",
    unit="people",
    months=["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    names={"route": {"med": "Central Mediterranean"}},
)
ARABIC = Words.of(
    "ar",
    str,
    title="القتلى والمفقودون على طرق الهجرة",
    source="المنظمة الدولية للهجرة",
    caveat="هذه وفيات على طرق الهجرة، وليست كلها مرتبطة بالتهريب.",
    unit="أشخاص",
    numerals="٠١٢٣٤٥٦٧٨٩",
    decimal="٫",
    thousands="٬",
)

YEARS = Question("dead_and_missing", by=("year",))
MONTHS = Question("dead_and_missing", by=("month",))
ROUTES = Question("dead_and_missing", by=("route",))


def year(text):
    return Period.parse(text)


def by_year(*values, first=2014, beside=()):
    rows = [
        Row((year(str(first + n)),), value, 10, 1)
        for n, value in enumerate(values)
        if value is not None
    ]
    return SourceRows("mmp", "", (*rows, *beside))


def by_month(text="2014..2025"):
    periods = Period.parse(text).split(Level.MONTH)
    rows = tuple(Row((p,), 100 + n * 37 % 911, 5) for n, p in enumerate(periods))
    return SourceRows("mmp", "", rows)


BESIDE = (Row((UNDATED,), 15, 14), Row((None,), 12, 3))
BY_ROUTE = SourceRows(
    "mmp",
    "",
    (
        Row(("med",), 70, 9),
        Row(("sahara",), 700, 9),
        Row((None,), 9000, 4),
        Row(("sea",), Cell.NOT_RECORDED, 2, 2),
        Row(("desert",), 0, 1),
    ),
)


def texts(svg: bytes) -> str:
    """Everything written in the picture, without the marks of direction."""
    found = re.findall(r"<(?:text|tspan)[^>]*>([^<]*)(?=<)", svg.decode())
    return re.sub("[\u202a-\u202c]", "", " ".join(filter(None, found)))


def labels(svg: bytes) -> list[str]:
    return re.findall(r'aria-label="([^"]*)"', svg.decode())[1:]  # the first is the whole picture's
