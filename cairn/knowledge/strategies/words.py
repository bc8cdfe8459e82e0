"""What strategies are said to be, and how each word is said."""

import enum

from cairn.kernel.text import noop


class Reach(enum.StrEnum):
    """For whom it is meant."""

    NATIONAL = "national"
    REGIONAL = "regional"
    GLOBAL = "global"


class Against(enum.StrEnum):
    """What it is directed at."""

    SMUGGLING = "smuggling_of_migrants"
    TRAFFICKING = "trafficking_in_persons"
    KIDNAPPING = "kidnapping"
    IRREGULAR = "irregular_migration"


class Progress(enum.StrEnum):
    """How far an action is, on the day that is told with it."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    LATE = "late"
    GIVEN_UP = "given_up"


WORDS = {
    Reach.NATIONAL: noop("national strategy"),
    Reach.REGIONAL: noop("regional strategy"),
    Reach.GLOBAL: noop("global strategy"),
    Against.SMUGGLING: noop("smuggling of migrants"),
    Against.TRAFFICKING: noop("trafficking in persons"),
    Against.KIDNAPPING: noop("kidnapping"),
    Against.IRREGULAR: noop("irregular migration"),
    Progress.PLANNED: noop("planned"),
    Progress.UNDER_WAY: noop("under way"),
    Progress.DONE: noop("carried out"),
    Progress.LATE: noop("late"),
    Progress.GIVEN_UP: noop("given up"),
}
