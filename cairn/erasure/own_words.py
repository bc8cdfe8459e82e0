"""Words by which Cairn itself works: nobody is erased by them, and erasing them would break others.

Whoever reports words decides what is taken out of everything within reach, so that roles, keys,
references and signs of the program must not be among them, nor a part of them.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from cairn.accounts.models import Organisation, User
from cairn.accounts.permissions import ROLES, Permission
from cairn.erasure.marks import SHORT, plain
from cairn.erasure.rules import COUNTED_WORDS, ENDS_WORDS, PERIOD_WORDS
from cairn.kernel.languages import LANGUAGES
from cairn.reporting.filings.definitions import sections
from cairn.reporting.models import DataSet

REFERENCE = re.compile(r"[a-z]{3}-[0-9a-z*~$=-]{6,}\Z")
OF_SESSIONS = (SESSION_KEY, HASH_SESSION_KEY, BACKEND_SESSION_KEY, "_session_expiry")


def is_own(words: str) -> bool:
    """Whether these words, as they are compared, stand in any by which Cairn works."""
    known = plain(words)
    if len(known) < SHORT:  # these are found as whole words only
        stands = re.compile(rf"(?<![^\W_]){re.escape(known)}(?![^\W_])").search
    else:
        stands = re.compile(re.escape(known)).search
    return bool(REFERENCE.match(known)) or any(map(stands, (*_fixed(), *_held())))


@cache
def _fixed() -> frozenset[str]:
    return frozenset(map(plain, _of_the_program()))


def _of_the_program() -> Iterator[str]:
    yield from (*ROLES, *map(str, Permission), *LANGUAGES, *OF_SESSIONS, *sections())
    yield from (*PERIOD_WORDS, *COUNTED_WORDS, *ENDS_WORDS)
    yield from (name for one in sections().values() for name in one.measures)
    for model in apps.get_models():
        yield model._meta.label
        for field in model._meta.concrete_fields:
            yield field.name
            yield from (str(value) for value, _words in field.flatchoices)


def _held() -> Iterator[str]:
    """Keys that people of this instance chose; by them numbers and files are found again."""
    yield from (f"filings-{key}" for key in Organisation.objects.values_list("key", flat=True))
    yield from User.objects.values_list("username", flat=True)
    yield from DataSet.objects.values_list("key", flat=True)
