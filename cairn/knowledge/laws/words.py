"""How the values of a law are said; translated at the door."""

import enum

from cairn.kernel.text import noop
from cairn.knowledge.laws.applying import Sure
from cairn.knowledge.laws.schema import PROJECT, SOURCE, Element, Related, Status, Type

TYPES = {
    Type.ACT: noop("act"),
    Type.CODE: noop("code"),
    Type.PENAL_CODE: noop("penal code"),
    Type.DECREE: noop("legislative decree"),
    Type.ORDINANCE: noop("ordinance"),
    Type.TREATY_APPROVAL: noop("approval of a treaty"),
    Type.EU_DIRECTIVE: noop("directive of the European Union"),
    Type.EU_FRAMEWORK_DECISION: noop("framework decision of the European Union"),
    Type.PROPOSAL: noop("proposal"),
}
STATUSES = {
    Status.IN_FORCE: noop("in force when its source was read"),
    Status.REPEALED: noop("repealed"),
    Status.REPLACED: noop("replaced by another law"),
    Status.RENUMBERED: noop("renumbered"),
    Status.PROPOSED: noop("proposed when its source was read"),
    Status.NOT_READ: noop("not recorded"),
}
ELEMENTS = {
    Element.DEFINITION: noop("definitions"),
    Element.ENTRY: noop("facilitating entry or transit"),
    Element.STAY: noop("enabling stay"),
    Element.DOCUMENTS: noop("travel and identity documents"),
    Element.ATTEMPT: noop("attempt"),
    Element.PARTICIPATION: noop("participation"),
    Element.ORGANIZING: noop("organizing and directing others"),
    Element.AGGRAVATION: noop("aggravating circumstances"),
    Element.HUMANITARIAN: noop("humanitarian clause"),
    Element.LEGAL_PERSONS: noop("liability of legal persons"),
    Element.PENALTY: noop("penalties"),
    Element.JURISDICTION: noop("jurisdiction"),
    Element.PROTECTION: noop("protection of migrants"),
    Element.BENEFIT_ELEMENT: noop("benefit is an element of the offence"),
    Element.BENEFIT_AGGRAVATION: noop("benefit aggravates"),
    Element.BENEFIT_ABSENT: noop("the law rules benefit out as a condition"),
    Element.BENEFIT_NOT_SAID: noop("nothing is said of benefit"),
}
RELATED = {
    Related.AMENDS: noop("amends"),
    Related.AMENDED_BY: noop("amended by"),
    Related.REPEALS: noop("repeals"),
    Related.REPEALED_BY: noop("repealed by"),
    Related.REPLACES: noop("replaces"),
    Related.REPLACED_BY: noop("replaced by"),
    Related.SAME_PERHAPS: noop("may be the same law as"),
}
SURE = {
    Sure.CERTAIN: noop("certain"),
    Sure.POSSIBLY: noop("possibly"),
    Sure.NOT_KNOWN: noop("not known"),
    Sure.NONE: noop("nothing applied"),
}
TAGGED_BY = {
    PROJECT: noop("tagged from the text by this project, not reviewed by a lawyer"),
    SOURCE: noop("tagged by the source"),
}
HELD = {
    "held": noop("text held"),
    "not_held": noop("text not held"),
}
WORDS: dict[enum.Enum, str] = dict(
    [*TYPES.items(), *STATUSES.items(), *ELEMENTS.items(), *RELATED.items()]
)
