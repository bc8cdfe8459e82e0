"""How the values of a publication are said; translated at the door."""

import enum

from cairn.kernel.text import noop
from cairn.knowledge.publications.schema import Method, Scope, Theme

THEMES = {
    Theme.QUANTITIES: noop("how many are smuggled"),
    Theme.FLOWS: noop("flows"),
    Theme.ROUTES: noop("routes"),
    Theme.SMUGGLERS: noop("who smuggles"),
    Theme.NETWORKS: noop("how smuggling is organized"),
    Theme.RELATION: noop("relation between migrants and smugglers"),
    Theme.MIGRANTS: noop("who is smuggled"),
    Theme.FEES: noop("fees and finance"),
    Theme.METHODS: noop("how migrants are smuggled"),
    Theme.COSTS: noop("human costs"),
    Theme.FACTORS: noop("what drives smuggling"),
    Theme.LAW: noop("law and criminalization"),
    Theme.RESPONSE: noop("responses of States"),
}
METHODS = {
    Method.QUALITATIVE: noop("qualitative"),
    Method.QUANTITATIVE: noop("quantitative"),
    Method.MIXED: noop("qualitative and quantitative"),
    Method.REVIEW: noop("review of literature"),
    Method.LEGAL: noop("legal analysis"),
    Method.MODEL: noop("economic or statistical model"),
}
SCOPES = {
    Scope.LOCAL: noop("one place"),
    Scope.NATIONAL: noop("one State"),
    Scope.SEVERAL: noop("several States"),
    Scope.REGIONAL: noop("a region"),
    Scope.GLOBAL: noop("the world"),
}
WORDS: dict[enum.Enum, str] = dict([*THEMES.items(), *METHODS.items(), *SCOPES.items()])
