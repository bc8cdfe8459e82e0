"""How the fields of a strategy are called."""

from cairn.kernel.text import noop

LABELS = {
    "reach": noop("Reach"),
    "region": noop("Region"),
    "body": noop("Lead body"),
    "against": noop("Directed at"),
    "period": noop("Period"),
    "actions": noop("Actions"),
    "number": noop("Number of the action"),
    "what": noop("What is to be done"),
    "owner": noop("Who carries it out"),
    "indicator": noop("Measured by"),
    "due": noop("Due"),
    "progress": noop("How far it is"),
    "progress_on": noop("As on"),
}
