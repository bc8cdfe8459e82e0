"""What the clocks of a State show: one time, where they all show the same.

Zones of a territory come from CLDR, as Babel brings them, and their rules from the time zone
database. Which zone an authority of a State with several keeps is not known, and nothing is said.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from cairn.reference.countries import countries


def offset_in(iso3: str, at: datetime) -> timedelta | None:
    """How far all clocks of the State or area are from Coordinated Universal Time at that moment;
    None where they differ, or nothing is known of it."""
    known = countries().get(iso3)
    names = get_global("territory_zones").get(known.iso2, ()) if known and known.iso2 else ()
    try:
        offsets = {at.astimezone(ZoneInfo(name)).utcoffset() for name in names}
    except ZoneInfoNotFoundError:  # this machine has no rules for it
        return None
    return offsets.pop() if len(offsets) == 1 else None
