"""What mandates are, what they are about, and how each word is said. The themes are ours and are no
official index."""

import enum

from cairn.kernel.text import noop


class Act(enum.StrEnum):
    """What kind of text it is."""

    RESOLUTION = "resolution"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"
    OBJECTIVE = "objective"  # of a compact


class Checked(enum.StrEnum):
    """How far it was seen."""

    REPORTED = "reported"  # a document of the United Nations reports what it says
    TOPICS = "topics_only"  # only what it is about was seen
    SECONDARY = "secondary"  # seen on a page about it


class Theme(enum.StrEnum):
    """What it is about."""

    RATIFICATION = "ratification"
    CRIMINALIZATION = "criminalization"
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    TECHNIQUES = "special-investigative-techniques"
    FINANCIAL = "financial-investigations"
    INFORMAL = "informal-cooperation"
    SHARING = "information-sharing"
    COOPERATION = "international-cooperation"
    JOINT = "joint-investigations"
    BORDER = "border-control"
    DOCUMENTS = "documents"
    SEA = "smuggling-by-sea"
    AIR = "smuggling-by-air"
    TECHNOLOGY = "technology"
    PROTECTION = "protection-and-assistance"
    CHILDREN = "children"
    GENDER = "gender"
    PREVENTION = "prevention-and-awareness"
    TRAINING = "training"
    DATA = "data-and-research"
    PRIVATE = "private-sector"
    COORDINATION = "coordination"
    ASSISTANCE = "technical-assistance"
    REVIEW = "review-mechanism"
    FORUMS = "forums"


WORDS = {
    Act.RESOLUTION: noop("resolution"),
    Act.DECISION: noop("decision"),
    Act.RECOMMENDATION: noop("recommendation"),
    Act.OBJECTIVE: noop("objective of a compact"),
    Checked.REPORTED: noop("reported in a document of the United Nations"),
    Checked.TOPICS: noop("only its topics were seen"),
    Checked.SECONDARY: noop("seen on a page about it"),
    Theme.RATIFICATION: noop("becoming a party"),
    Theme.CRIMINALIZATION: noop("criminalization"),
    Theme.INVESTIGATION: noop("investigation"),
    Theme.PROSECUTION: noop("prosecution"),
    Theme.TECHNIQUES: noop("special investigative techniques"),
    Theme.FINANCIAL: noop("financial investigations"),
    Theme.INFORMAL: noop("informal cooperation"),
    Theme.SHARING: noop("sharing of information"),
    Theme.COOPERATION: noop("international cooperation"),
    Theme.JOINT: noop("joint investigations"),
    Theme.BORDER: noop("border control"),
    Theme.DOCUMENTS: noop("travel and identity documents"),
    Theme.SEA: noop("smuggling by sea"),
    Theme.AIR: noop("smuggling by air"),
    Theme.TECHNOLOGY: noop("technology"),
    Theme.PROTECTION: noop("protection and assistance"),
    Theme.CHILDREN: noop("children"),
    Theme.GENDER: noop("gender"),
    Theme.PREVENTION: noop("prevention and awareness"),
    Theme.TRAINING: noop("training"),
    Theme.DATA: noop("data and research"),
    Theme.PRIVATE: noop("the private sector"),
    Theme.COORDINATION: noop("coordination"),
    Theme.ASSISTANCE: noop("technical assistance"),
    Theme.REVIEW: noop("the review mechanism"),
    Theme.FORUMS: noop("forums"),
}
