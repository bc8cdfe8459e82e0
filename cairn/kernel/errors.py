"""What may go wrong on purpose, as sentences for the person whom it concerns.

One class per mistake. Its `text` names the place, the problem and the next step; `code` is what
the API and `--json` show. Errors that carry an offending value keep it in `values`, which is shown
to the uploader and never stored or logged.
"""

import re
from collections.abc import Collection
from typing import Any

from cairn.kernel.text import noop


class CairnError(Exception):
    """Base of everything raised on purpose. Shown as `gettext(error.text) % error.values`."""

    text = noop("That was not possible.")

    def __init__(self, **values: Any) -> None:
        super().__init__(self.text % values)
        self.values = values

    @property
    def code(self) -> str:
        """The class name as `snake_case`: stable, and the same in every language."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class Refused(CairnError):
    """The person may not do it, or not now; nothing was changed."""

    text = noop("You may not do that.")


class NotFound(CairnError):
    """Hidden and absent are the same answer."""

    text = noop("There is nothing here that you may see.")


class NotYet(CairnError):
    """It is being made; asked again in a while, there is an answer."""

    text = noop("This is being prepared; try again in a minute.")


class OutOfRoom(CairnError):
    """The disk is full: what was asked for was taken back whole, and may be asked for again."""

    text = noop(
        "The disk of this server is full, so nothing was saved, and nothing is shown that has to "
        "be logged first. Tell whoever runs the server; send it again once there is room. What you "
        "wrote is still in the form when you go back."
    )


class Problem(CairnError):
    """One thing that is wrong in what was entered; `field`: where."""

    def __init__(self, field: str, **values: Any) -> None:
        super().__init__(field=field, **values)


class Problems(CairnError):
    """Nothing of it is stored; `problems` says what is wrong, each with its field."""

    def __init__(self, problems: Collection[CairnError]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def allowed(check: Any, /, *args: Any, **kwargs: Any) -> bool:
    """Ask a check as a question, for instance to decide whether to draw a button."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True
