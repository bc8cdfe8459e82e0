"""What may be said of a case beside the shared vocabularies, and the sentence for each of it.

Keys of the shared vocabularies (`reference.vocabularies`) are used where they say enough; what is
here is what they lack: how far a judgment stands, what a court said of an element, who says so.
"""

import enum

from cairn.kernel.text import noop


class Finality(enum.StrEnum):
    """Whether a decision can still change."""

    FINAL = "final"
    NOT_FINAL = "not_final"
    NOT_KNOWN = "not_known"  # whether anybody appealed is not known


class Dated(enum.StrEnum):
    """What a date rests on, where it is not read in the decision."""

    ADDRESS = "address"
    PUBLICATION = "publication"
    FIRST_INSTANCE = "first_instance"
    APPROXIMATE = "approximate"


class Status(enum.StrEnum):
    """What a person is in a proceeding. Nobody is a smuggler before a conviction."""

    SUSPECTED = "suspected"
    ACCUSED = "accused"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    REVERSED = "reversed"
    DISCONTINUED = "discontinued"
    RETRIAL = "retrial"
    NOT_KNOWN = "not_known"


class Capacity(enum.StrEnum):
    """What else the same person is in the same facts."""

    SMUGGLED_MIGRANT = "smuggled_migrant"
    VICTIM = "victim"  # of another crime than smuggling
    WITNESS = "witness"


class Element(enum.StrEnum):
    """What has to be shown; never an offence by itself."""

    BENEFIT = "benefit"
    CROSSING = "crossing"
    STAY = "stay"
    DOCUMENTS = "documents"
    KNOWLEDGE = "knowledge"
    ENDANGERMENT = "endangerment"
    DEGRADING = "degrading"
    ORGANIZED_GROUP = "organized_group"


class Finding(enum.StrEnum):
    """What the court said of an element."""

    FOUND = "found"
    INFERRED = "inferred"
    NOT_FOUND = "not_found"
    CONTESTED = "contested"
    NOT_ASSESSED = "not_assessed"


class Payment(enum.StrEnum):
    """How a benefit was shown."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class By(enum.StrEnum):
    """Who says so. Only what a court said is a finding."""

    COURT = "court"
    SOURCE = "source"
    SUMMARY = "summary"


class Role(enum.StrEnum):
    """What a State is in the case."""

    ORIGIN = "origin"
    TRANSIT = "transit"
    DESTINATION = "destination"


class Verdict(enum.StrEnum):
    """What became of one charge in one proceeding."""

    GUILTY = "guilty"
    GUILTY_PLEA = "guilty_plea"
    NOT_GUILTY = "not_guilty"
    DISCONTINUED = "discontinued"
    DISMISSED_JURISDICTION = "dismissed_jurisdiction"
    CONVICTED_LESSER_OFFENCE = "convicted_lesser_offence"
    REVERSED_ON_APPEAL = "reversed_on_appeal"
    PARTLY_REVERSED = "partly_reversed"
    UPHELD_ON_APPEAL = "upheld_on_appeal"
    SENTENCE_REDUCED = "sentence_reduced"
    SENTENCE_INCREASED = "sentence_increased"
    RETRIAL_ORDERED = "retrial_ordered"
    PENDING = "pending"


class Term(enum.StrEnum):
    """What kind of imprisonment."""

    FIXED = "fixed"
    LIFE = "life"
    INDETERMINATE = "indeterminate"


class Served(enum.StrEnum):
    """How a sentence is served beside the others of the same person."""

    CONCURRENT = "concurrent"
    CONSECUTIVE = "consecutive"


class Section(enum.StrEnum):
    """What a text of the case is."""

    SUMMARY = "summary"
    COMMENTARY = "commentary"
    NOTE = "note"


class Form(enum.StrEnum):
    """What a source of the record is."""

    JUDGMENT = "judgment"
    DATABASE = "database"
    PRESS = "press"
    LITERATURE = "literature"
    OTHER = "other"


CONVICTING = frozenset({Verdict.GUILTY, Verdict.GUILTY_PLEA, Verdict.CONVICTED_LESSER_OFFENCE})
CLEARING = frozenset({Verdict.NOT_GUILTY, Verdict.DISCONTINUED, Verdict.DISMISSED_JURISDICTION})
PENALTIES = (
    *("community_or_supervision", "confiscation_instrumentalities", "confiscation_proceeds"),
    *("expulsion_deportation", "disqualification", "corporate_sanction", "mitigation_applied"),
)
STAGES = {  # beside the vocabulary case_stage
    "judicial_review": noop("Judicial review"),
    "surrender": noop("Extradition or surrender"),
}
AGES = {
    "adult": noop("adults"),
    "child": noop("children"),
    "unaccompanied_child": noop("unaccompanied children"),
}
SEXES = {"female": noop("female"), "male": noop("male")}
KNOWN_HOW = {
    "declared": noop("nationality as declared"),
    "presumed": noop("nationality presumed"),
    "confirmed": noop("nationality confirmed"),
}
MODES = {"land": noop("Land")}  # beside transport_modes: by land, and no more is recorded
_WORDS: tuple[tuple[enum.StrEnum, str], ...] = (
    (Finality.FINAL, noop("final")),
    (Finality.NOT_FINAL, noop("not final")),
    (Finality.NOT_KNOWN, noop("appeal status not known")),
    (Dated.ADDRESS, noop("the year in the address of the source")),
    (Dated.PUBLICATION, noop("day of publication")),
    (Dated.FIRST_INSTANCE, noop("day of the first decision")),
    (Dated.APPROXIMATE, noop("approximate")),
    (Status.SUSPECTED, noop("suspected")),
    (Status.ACCUSED, noop("accused")),
    (Status.CONVICTED, noop("convicted")),
    (Status.ACQUITTED, noop("acquitted")),
    (Status.REVERSED, noop("conviction reversed on appeal")),
    (Status.DISCONTINUED, noop("proceedings ended without a verdict")),
    (Status.RETRIAL, noop("to be tried again")),
    (Status.NOT_KNOWN, noop("outcome not recorded")),
    (Capacity.SMUGGLED_MIGRANT, noop("smuggled migrant")),
    (Capacity.VICTIM, noop("victim of another crime")),
    (Capacity.WITNESS, noop("witness")),
    (Element.BENEFIT, noop("Financial or other material benefit")),
    (Element.CROSSING, noop("Illegal entry")),
    (Element.STAY, noop("Illegal stay")),
    (Element.DOCUMENTS, noop("Fraudulent documents")),
    (Element.KNOWLEDGE, noop("Knowledge and intent")),
    (Element.ENDANGERMENT, noop("Danger to life or safety")),
    (Element.DEGRADING, noop("Inhuman or degrading treatment")),
    (Element.ORGANIZED_GROUP, noop("Organized criminal group")),
    (Finding.FOUND, noop("found by the court")),
    (Finding.INFERRED, noop("inferred by the court from circumstances")),
    (Finding.NOT_FOUND, noop("not found by the court")),
    (Finding.CONTESTED, noop("contested, not decided")),
    (Finding.NOT_ASSESSED, noop("not assessed by the court")),
    (Payment.DIRECT, noop("payment proved directly")),
    (Payment.INDIRECT, noop("no direct proof of payment")),
    (By.COURT, noop("read in the decision")),
    (By.SOURCE, noop("tagged by the source, not a finding")),
    (By.SUMMARY, noop("tagged from a summary, not a finding")),
    (Role.ORIGIN, noop("Origin")),
    (Role.TRANSIT, noop("Transit")),
    (Role.DESTINATION, noop("Destination")),
    (Verdict.PARTLY_REVERSED, noop("Reversed in part on appeal")),
    (Verdict.SENTENCE_REDUCED, noop("Sentence reduced on appeal")),
    (Verdict.SENTENCE_INCREASED, noop("Sentence increased on appeal")),
    (Term.FIXED, noop("fixed term")),
    (Term.LIFE, noop("life imprisonment")),
    (Term.INDETERMINATE, noop("imprisonment without a fixed end")),
    (Served.CONCURRENT, noop("concurrent")),
    (Served.CONSECUTIVE, noop("consecutive")),
    (Section.SUMMARY, noop("Summary")),
    (Section.COMMENTARY, noop("Commentary")),
    (Section.NOTE, noop("Note on the record")),
    (Form.JUDGMENT, noop("the decision itself")),
    (Form.DATABASE, noop("entry of a case law database")),
    (Form.PRESS, noop("report of the press or of an organization")),
    (Form.LITERATURE, noop("academic literature")),
    (Form.OTHER, noop("other source")),
)
# Two lists may have one key, and members of both are equal: what list it is of is part of the name.
WORDS = {(type(key), key.value): word for key, word in _WORDS}
