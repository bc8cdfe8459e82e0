"""Accounts as linking compares them, for tests; small numbers make collisions likely."""

from datetime import date, timedelta

from hypothesis import strategies as st

from cairn.reporting.matching import Told

DAY = date(2024, 3, 1)


def told(ref: str = "acc-a", *, days: int = 0, **values) -> Told:
    """An account of 1 March 2024 off Lampedusa, unless said otherwise."""
    day = DAY + timedelta(days=days)
    usual = {"latitude": 35.2, "longitude": 12.6, "total": 12, "survivors": 30}
    usual |= {"country": "ITA", "cause": "drowning", "origin": "TUN"}
    return Told(ref, day, values.pop("latest", day), **(usual | values))


POINTS = [(None, None), (35.2, 12.6), (35.2001, 12.6), (35.3, 12.6), (35.4, 12.9), (0.1, 179.99)]
POINTS.append((0.1, -179.99))


@st.composite
def telling(draw: st.DrawFn, ref: str) -> Told:
    latitude, longitude = draw(st.sampled_from(POINTS))
    day = DAY + timedelta(days=draw(st.integers(0, 9)))
    return Told(
        ref,
        day,
        day + timedelta(days=draw(st.sampled_from([0, 0, 0, 5]))),
        latitude,
        longitude,
        draw(st.sampled_from([None, 1, 1, 2, 12])),
        draw(st.sampled_from([None, 0, 3])),
        draw(st.sampled_from([None, "ITA", "TUN"])),
        draw(st.sampled_from([None, "drowning", "mixed_unknown"])),
        draw(st.sampled_from([None, "TUN", "UNK"])),
    )


@st.composite
def source(draw: st.DrawFn, prefix: str, most: int = 8) -> list[Told]:
    """The accounts of one source, in order of days; twins occur."""
    size = draw(st.integers(0, most))
    made = [draw(telling(f"{prefix}{number}")) for number in range(size)]
    return sorted(made, key=lambda one: (one.earliest, one.ref))
