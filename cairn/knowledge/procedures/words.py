"""What may be answered of a State's procedure in one word, and how each is said.

Answers that two States have in the same words are the same; what no word here says stands in the
text of the answer. Special techniques, forms of cooperation and services to people are terms of the
shared vocabularies.
"""

import enum

from cairn.kernel.text import noop


class Who(enum.StrEnum):
    """Who acts."""

    POLICE = "police"
    BORDER = "border_police"
    COAST = "coast_guard"
    CUSTOMS = "customs"
    MIGRATION = "migration_authority"
    FINANCIAL = "financial_intelligence_unit"
    PROSECUTOR = "prosecutor"
    ATTORNEY_GENERAL = "attorney_general"
    JUDGE = "investigating_judge"
    COURT = "court"
    CENTRAL = "central_authority"
    MINISTRY = "ministry"
    OTHER = "other_body"


class Rule(enum.StrEnum):
    """Whether a case must be taken up, and what has to be there first."""

    LEGALITY = "legality"
    EXCEPTIONS = "legality_with_exceptions"
    DISCRETION = "discretion"
    CONSENT = "consent_needed"  # of an authority that the text names
    FOREIGN_WORD = "word_of_other_state"  # where the offence concerns the territory of another


class Money(enum.StrEnum):
    """How the money is followed."""

    TOGETHER = "opened_together"
    ON_ORDER = "on_order"
    OWN_UNIT = "own_unit"
    SEIZURE = "seizure"
    CONFISCATION = "confiscation"


class Admitted(enum.StrEnum):
    """What material from outside may become before a court."""

    EVIDENCE = "evidence"
    CONDITIONS = "evidence_under_conditions"
    AFTER_REQUEST = "after_formal_request"
    LEAD = "lead_only"
    WEIGHED = "court_weighs"
    NOT = "not_admitted"


class Testimony(enum.StrEnum):
    """How somebody is heard who may be gone before the trial."""

    RECORDED = "recorded_before_trial"
    BEFORE_JUDGE = "heard_by_judge"
    VIDEO = "video_link"
    QUESTIONED = "defence_may_question"
    STAYS = "removal_put_off"
    RETURNS = "return_allowed"


class Protected(enum.StrEnum):
    """What protects people who were smuggled while the investigation lasts."""

    NOT_PROSECUTED = "not_prosecuted"
    CHARGES_DEFERRED = "charges_deferred"
    NOT_REMOVED = "not_removed"
    PERMIT = "residence_permit"
    WITNESS = "witness_protection"
    ASSISTED = "assistance"


class Shared(enum.StrEnum):
    """What may be given without a formal request."""

    METHODS = "routes_and_methods"
    SPONTANEOUS = "spontaneous_information"
    VESSELS = "vessel_registry"
    VEHICLES = "vehicle_registry"
    DOCUMENTS = "document_verification"
    COMPANIES = "company_registry"
    RECORDS = "criminal_records"
    CROSSINGS = "border_crossings"
    SUBSCRIBERS = "subscriber_data"
    FINANCE = "financial_intelligence"


class Form(enum.StrEnum):
    """How a request has to come."""

    WRITING = "in_writing"
    ELECTRONIC = "electronic"
    OWN_FORM = "own_form"
    DIRECT = "between_authorities"
    CENTRAL = "through_central_authority"
    DIPLOMATIC = "diplomatic_channel"
    LATER = "writing_follows"  # may be told first


class Urgent(enum.StrEnum):
    """How a request goes that cannot wait."""

    ANY_HOUR = "contact_at_any_hour"
    PHONE = "by_telephone"
    EMAIL = "by_email"
    INTERPOL = "through_interpol"
    REGIONAL = "through_regional_body"
    LIAISON = "through_liaison"


WORDS = {
    Who.POLICE: noop("the police"),
    Who.BORDER: noop("the border police"),
    Who.COAST: noop("the coast guard"),
    Who.CUSTOMS: noop("customs"),
    Who.MIGRATION: noop("the migration authority"),
    Who.FINANCIAL: noop("the financial intelligence unit"),
    Who.PROSECUTOR: noop("the prosecutor"),
    Who.ATTORNEY_GENERAL: noop("the attorney general"),
    Who.JUDGE: noop("an investigating judge"),
    Who.COURT: noop("a court"),
    Who.CENTRAL: noop("the central authority"),
    Who.MINISTRY: noop("a ministry"),
    Who.OTHER: noop("another body"),
    Rule.LEGALITY: noop("every case must be taken up (legality)"),
    Rule.EXCEPTIONS: noop("every case must be taken up, with exceptions in the law"),
    Rule.DISCRETION: noop("the prosecution decides whether to take a case up (discretion)"),
    Rule.CONSENT: noop("proceedings need the consent of a named authority"),
    Rule.FOREIGN_WORD: noop(
        "where another State’s border is concerned, only on the official word of that State"
    ),
    Money.TOGETHER: noop("opened together with every investigation"),
    Money.ON_ORDER: noop("opened when it is ordered"),
    Money.OWN_UNIT: noop("led by a unit of its own"),
    Money.SEIZURE: noop("conveyances and proceeds are seized"),
    Money.CONFISCATION: noop("proceeds, means or property are confiscated"),
    Admitted.EVIDENCE: noop("as evidence"),
    Admitted.CONDITIONS: noop("as evidence, under conditions"),
    Admitted.AFTER_REQUEST: noop("as evidence once a formal request has confirmed it"),
    Admitted.LEAD: noop("as a lead only"),
    Admitted.WEIGHED: noop("the court weighs it freely"),
    Admitted.NOT: noop("not at all"),
    Testimony.RECORDED: noop("a statement is recorded before the trial and used there"),
    Testimony.BEFORE_JUDGE: noop("a judge hears the person"),
    Testimony.VIDEO: noop("by video link from abroad"),
    Testimony.QUESTIONED: noop("the defence must be able to put questions"),
    Testimony.STAYS: noop("removal is put off until the person is heard"),
    Testimony.RETURNS: noop("who was removed may return to be heard"),
    Protected.NOT_PROSECUTED: noop("nobody is prosecuted for having been smuggled"),
    Protected.CHARGES_DEFERRED: noop("no charge while a claim for protection is decided"),
    Protected.NOT_REMOVED: noop("no removal of who cooperates"),
    Protected.PERMIT: noop("a residence permit may be granted"),
    Protected.WITNESS: noop("witnesses are protected"),
    Protected.ASSISTED: noop("people are assisted"),
    Shared.METHODS: noop("routes, means and methods"),
    Shared.SPONTANEOUS: noop("information that nobody asked for"),
    Shared.VESSELS: noop("the registry of vessels"),
    Shared.VEHICLES: noop("the registry of vehicles"),
    Shared.DOCUMENTS: noop("whether a document is genuine"),
    Shared.COMPANIES: noop("the registry of companies"),
    Shared.RECORDS: noop("criminal records"),
    Shared.CROSSINGS: noop("crossings of the border"),
    Shared.SUBSCRIBERS: noop("whose a number or an account is"),
    Shared.FINANCE: noop("financial intelligence, from unit to unit"),
    Form.WRITING: noop("in writing"),
    Form.ELECTRONIC: noop("electronically"),
    Form.OWN_FORM: noop("on a form of the State"),
    Form.DIRECT: noop("directly between the authorities that act"),
    Form.CENTRAL: noop("through the central authority"),
    Form.DIPLOMATIC: noop("through the diplomatic channel"),
    Form.LATER: noop("told first, with the writing to follow"),
    Urgent.ANY_HOUR: noop("a contact that answers at any hour"),
    Urgent.PHONE: noop("by telephone"),
    Urgent.EMAIL: noop("by email"),
    Urgent.INTERPOL: noop("through INTERPOL"),
    Urgent.REGIONAL: noop("through a regional body"),
    Urgent.LIAISON: noop("through a liaison officer or magistrate"),
}
