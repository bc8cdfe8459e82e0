"""Keeping the public process narrow from the desk's side: its role, and the files put for it.

Done whenever an instance is brought up to date or begins to be served, and told by `cairn check`.
"""

from typing import Any

from django.db import connection

from cairn.config.environment import Environment
from cairn.console import roles
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.published.placing import keep_placed
from cairn.search.placing import place

ONE_PROCESS = noop(
    "Public pages and desk are served by one process with one role, so that a fault in a public "
    "page is a fault in front of everything."
)
LAPTOP = noop(
    "SQLite: this is for one organisation. One system user and one process read everything; no "
    "role of the database keeps anybody from anything."
)


def keep_apart(environment: Environment) -> None:
    """Give the public role what it needs and no more, and put what is published where it reads."""
    if environment.public_role and connection.vendor == "postgresql":
        roles.grant(environment.public_role)
    keep_placed()
    place()


def told(environment: Environment) -> tuple[str, str, str, dict[str, Any]]:
    """Level (error, warning or fine), sentence, what to do, and values of both."""
    if connection.vendor != "postgresql":
        return "fine", LAPTOP, "", {}
    if not environment.public_role:
        return "warning", ONE_PROCESS, noop("docs/server.md says how to part them."), {}
    if environment.published is None:
        return (
            "error",
            noop("CAIRN_PUBLIC_ROLE is set and CAIRN_PUBLISHED is not: nothing would be public."),
            noop("Name a folder that the desk writes and the public process reads."),
            {},
        )
    try:
        roles.check_narrow(environment.public_role)
    except CairnError as problem:
        return "error", problem.text, noop("Run: cairn roles."), problem.values
    return (
        "fine",
        noop("The role %(role)s reads nothing but what is public."),
        "",
        {"role": environment.public_role},
    )
