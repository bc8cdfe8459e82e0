"""`cairn key`: whether the secret key is the one of this instance, and another where it is lost.

Runs without Django until the key is there, for without it no settings can be read.
"""

import argparse
import os
from collections.abc import Sequence

from cairn.config.environment import Environment
from cairn.console.say import say, tell
from cairn.console.working import alone
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop

ABOUT = noop("Say whether the secret key opens what it sealed, or make another where it is lost.")


class OtherKey(CairnError):
    text = noop(
        "The secret key is not the one of this instance. Accounts whose code generator it does not "
        "open: %(n)s. Put back the file secret-key from a backup, or CAIRN_SECRET_KEY as it was; "
        "if it is lost for good, stop the server and run “cairn key --new”."
    )


class KeyIsGood(CairnError):
    text = noop("The secret key opens what it sealed; it is not lost, and nothing was changed.")


def run(words: Sequence[str]) -> int:
    """Say whether the key fits; with `--new`, begin anew with another one."""
    parser = argparse.ArgumentParser(prog="cairn key", description=say(ABOUT))
    parser.add_argument(
        "--new", action="store_true", help=say(noop("it is lost for good: begin with another one"))
    )
    chosen = parser.parse_args(words)
    environment = Environment.read(os.environ)
    if not chosen.new:
        return _told(environment)
    with alone(environment.data):
        made = environment.make_secret_key()
        _set_up()
        from django.db import transaction

        from cairn.accounts.sealing import another_key, give_up_sealed, note_key
        from cairn.audit import log
        from cairn.erasure.actions import give_up_digests

        if not made and not another_key():
            raise KeyIsGood()
        with transaction.atomic():  # else the next try would find everything in order
            log.record("console.secret_key.replaced")
            note_key(replaced=True)
            users = give_up_sealed()
            give_up_digests()
    tell(noop("Another secret key is in use. Everybody signs in again."))
    tell(
        noop(
            "These accounts have lost code generator and password; for each, run “cairn user NAME "
            "--reset” and hand the password over in person: %(names)s"
        ),
        names=", ".join(str(one.username) for one in users) or "-",
    )
    return 0


def _told(environment: Environment) -> int:
    environment.read_secret_key()
    _set_up()
    from cairn.accounts.sealing import closed_to_this_key, known_otherwise

    closed = closed_to_this_key()
    if closed or known_otherwise():
        raise OtherKey(n=len(closed))
    tell(noop("The secret key opens what it sealed."))
    return 0


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.desk")
    import django

    django.setup()
