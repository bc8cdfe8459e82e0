"""What writing and reading Akoma Ntoso have in common: names, and how days and texts stand in it.

One file has one language, as the standard has it. Each wording is an article of its own that points
to its time: an interval from the day on which it began to the day on which it no longer applied.
Days that are not known have no event. What the standard has no place for, such as the day on which
a wording was consolidated, stands in `proprietary`, under a namespace of ours.
"""

OURS = "https://cairn.invalid/ns/law/1"
FACTS = ("seen_until", "published", "consolidated_on")
WORDS = ("date_basis", "amending_act", "amending_law", "quality")


def ours(name: str) -> str:
    return f"{{{OURS}}}{name}"
