"""Sentences that stand beside the name of a State, an area or a special code.

They follow United Nations usage and take no position of their own. `countries.csv` names them by
key, so that the sentences are translated with the interface and not in the data.
"""

from cairn.kernel.text import noop

NOTES = {
    "": "",
    "abyei": noop("The final status of the Abyei area is not yet determined."),
    "channel_islands": noop(
        "Some sources count the Channel Islands as one; do not add them to Guernsey and Jersey."
    ),
    "eu_total": noop(
        "This is a total over the members of the European Union; do not add it to their figures."
    ),
    "european_union": noop("A regional organization that is party to treaties; not a State."),
    "falklands": noop(
        "A dispute exists between the Governments of Argentina and the United Kingdom of Great "
        "Britain and Northern Ireland concerning sovereignty over the Falkland Islands (Malvinas)."
    ),
    "kosovo": noop(
        "References to Kosovo shall be understood to be in the context of Security Council "
        "resolution 1244 (1999)."
    ),
    "netherlands_antilles": noop(
        "Dissolved on 10 October 2010 into Curaçao, Sint Maarten and Bonaire, Sint Eustatius and "
        "Saba."
    ),
    "other": noop(
        "All nationalities that the source does not list separately; which they are is not said."
    ),
    "several": noop("The source names more than one nationality without counting each."),
    "several_or_unknown": noop(
        "The source says that nationalities are several or unknown, and does not tell which."
    ),
    "south_sudan": noop("Until 9 July 2011 counted within the Sudan."),
    "stateless_or_unknown": noop(
        "The source counts stateless persons together with those whose nationality is not "
        "determined, and does not tell which; it belongs to no country."
    ),
    "sub_saharan": noop("The source knows the region, not the State."),
    "sudan": noop("Until 9 July 2011 figures include what is now South Sudan."),
    "taiwan": noop("The name follows United Nations usage."),
    "tibet": noop(
        "Some sources record this apart; the United Nations lists no such State or area and "
        "counts it within China."
    ),
    "unknown": noop("The source says that it is unknown; this is not the same as not recorded."),
    "western_sahara": noop(
        "On the United Nations list of Non-Self-Governing Territories; the name implies no "
        "opinion on its status."
    ),
}
