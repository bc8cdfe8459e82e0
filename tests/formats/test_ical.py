"""Calendar files that any program reads: folded by octets, escaped, one event for each day."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cairn.formats.ical import LONGEST, DayEntry, write_days

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
titles = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)


def read(text):
    """What a calendar program makes of it: lines put together again, escapes undone."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found = [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]
    return [re.sub(r"\\(.)", r"\1", one) for one in found]


@given(st.lists(titles, max_size=4))
def test_every_title_comes_back_and_no_line_is_too_long(listed):
    entries = [DayEntry(f"{at}@cairn", date(2026, 3, 1 + at), one) for at, one in enumerate(listed)]
    text = write_days(entries, name="Due", made_at=AT)
    assert read(text) == listed
    assert all(len(line.encode()) <= LONGEST for line in text.split("\r\n"))


def test_a_day_is_a_whole_day():
    text = write_days([DayEntry("a@cairn", date(2024, 2, 29), "x")], name="Due", made_at=AT)
    assert "DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240301\r\n" in text
    assert "DTSTAMP:20260301T120000Z" in text
