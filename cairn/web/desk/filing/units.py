"""In what the numbers of a filing are counted, where some have a unit of their own."""

from cairn.reporting.filings.definitions import section
from cairn.reporting.filings.models import Filing
from cairn.web.say import paired, say


def units_of(filing: Filing) -> tuple[bool, str]:
    """Whether any of its numbers is counted in the unit that is chosen for the whole filing, and
    which are counted in a unit of their own, in words: refusals of entry are no detections."""
    asked = section(filing.section)
    given = set(filing.counts.order_by().values_list("measure", flat=True).distinct())
    known = [one for key, one in asked.measures.items() if key in given or not given]
    own = [paired(say(one.title), say(one.unit)) for one in known if one.unit != asked.basis]
    return any(one.unit == asked.basis for one in known), " · ".join(own)
