"""The pages on what was read, and who has a use for which."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.web.components import Link
from cairn.web.desk.reads.after import overseen


def tabs(request: HttpRequest, at: str) -> list[Link]:
    """Who oversees nothing sees what her organisation took along, and no more."""
    names = {"desk:reads_taken": _("What we have taken along")}
    if overseen(request):
        names = {
            "desk:reads": _("Who has read what is ours"),
            "desk:reads_told": _("Who has acknowledged"),
            **names,
        }
    return [Link(words, reverse(name), name == at) for name, words in names.items()]
