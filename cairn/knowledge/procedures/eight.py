"""The eight questions of section II of the background paper of 2022 (CTOC/COP/WG.7/2022, paragraph
2 (a) to (h)), in our words, and from which records of the library each is answered.

The paper asks them of States together; here each is asked of every State by itself.
"""

from dataclasses import dataclass

from cairn.kernel.text import noop

PAPER = "document:CTOC-COP-WG7-2022_national-procedures"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `answers`: questions of `schema.QUESTIONS`; `laws`: what of laws answers it."""

    key: str  # in its address
    letter: str  # of its place in the paper
    short: str
    words: str
    rests_on: str  # what an answer here is made of
    answers: tuple[str, ...] = ()
    laws: str = ""  # "conduct" or "benefit"
    cases: bool = False  # whether cooperation that cases record answers it too
    paragraphs: tuple[str, ...] = ()  # of the paper, that bear on it


EIGHT: tuple[Asked, ...] = (
    Asked(
        "criminalization",
        "a",
        noop("Is the conduct criminalized?"),
        noop(
            "Does the law of the State make the smuggling of migrants and related conduct an "
            "offence, along the definitions of the Protocol?"
        ),
        noop(
            "Laws in the library: whether their source says that they make smuggling an offence, "
            "and which of their articles are tagged with the obligations of article 6."
        ),
        laws="conduct",
        paragraphs=("p19", "p21"),
    ),
    Asked(
        "benefit",
        "b",
        noop("Only where a benefit is intended?"),
        noop(
            "Is smuggling an offence only where the person clearly means to obtain a financial or "
            "other material benefit?"
        ),
        noop("Articles in the library that are tagged with how they treat benefit."),
        laws="benefit",
        paragraphs=("p21",),
    ),
    Asked(
        "collaboration",
        "c",
        noop("What worked across borders?"),
        noop(
            "Which good examples are there of States that exchanged information across a border "
            "for investigating and prosecuting smuggling?"
        ),
        noop(
            "What procedures in the library record of work with other States, and cases of the "
            "State that record cooperation."
        ),
        answers=("joint",),
        cases=True,
        paragraphs=("p36", "p37", "p38", "p39", "p40"),
    ),
    Asked(
        "platforms",
        "d",
        noop("What made platforms work?"),
        noop(
            "What decided that today’s platforms and arrangements by which investigators and "
            "prosecutors share information came to work?"
        ),
        noop("What States are recorded to have said of it."),
        answers=("platforms",),
        paragraphs=("p36", "p37", "p38"),
    ),
    Asked(
        "aspects",
        "e",
        noop("What must a colleague abroad know?"),
        noop(
            "Which parts of the procedure of a foreign State matter most to a specialist who "
            "seeks its cooperation?"
        ),
        noop(
            "What procedures in the library record of who leads, what may be exchanged without a "
            "formal request, and how a request goes."
        ),
        answers=("leads", "without_request", "form", "languages", "urgent"),
        paragraphs=("p41", "p52"),
    ),
    Asked(
        "support",
        "f",
        noop("How can the United Nations help?"),
        noop(
            "How can the United Nations best support States in sharing information on "
            "investigations, or in bringing their ways closer together?"
        ),
        noop("What States are recorded to have asked for."),
        answers=("support",),
        paragraphs=("p41", "p42", "p43", "p44", "p45"),
    ),
    Asked(
        "forums",
        "g",
        noop("What could forums do better?"),
        noop(
            "How can forums such as the Working Group better serve the exchange of practice and "
            "the discussion of what is hard in investigations?"
        ),
        noop("What States are recorded to have said of it."),
        answers=("forums",),
        paragraphs=("p22", "p60"),
    ),
    Asked(
        "since-2022",
        "h",
        noop("What changed since 2022?"),
        noop(
            "Did the discussions of cooperation on migration, up to the International Migration "
            "Review Forum of May 2022, bring anything good for practitioners at home?"
        ),
        noop("What States are recorded to have said of it."),
        answers=("since_2022",),
        paragraphs=("p49",),
    ),
)


def asked_of(key: str) -> Asked | None:
    """The question of this address."""
    return next((one for one in EIGHT if one.key == key), None)
