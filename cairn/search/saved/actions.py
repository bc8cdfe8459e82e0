"""What somebody does with her saved searches. The log says that it was done, never what was asked.

Each takes the reference of a search of her own; another person's is as if it were not there.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission, check_may
from cairn.audit import log
from cairn.kernel.errors import CairnError, NotFound, Refused
from cairn.kernel.text import noop
from cairn.search.asking import Question
from cairn.search.outbox.models import Changed
from cairn.search.saved.asked import asked_of, fresh_of
from cairn.search.saved.models import SavedSearch

LONGEST = 100  # signs of a name
MOST = 50  # searches of one person
BEFORE = timedelta(seconds=2)  # what was published so shortly before may not have been found yet


class NameMissing(CairnError):
    text = noop("Give the search a name, so that you know it again.")


class NameTooLong(CairnError):
    text = noop("The name has more than %(most)s signs; shorten it.")


class NameTaken(CairnError):
    text = noop("You have a search of this name already; give this one another.")


class AskedAlready(CairnError):
    text = noop("You have saved this search already, as “%(name)s”.")


class TooManySearches(Refused):
    text = noop("You have saved %(most)s searches; delete one that you do not need any more.")


@transaction.atomic
def save_search(*, name: str, question: Question, by: User) -> SavedSearch:
    """Keep a question; what is published from now on is new."""
    check_may(by, Permission.DESK_READ)
    own = SavedSearch.objects.filter(user=_locked(by))
    name = _named(name, own)
    asked = asked_of(question)
    if same := own.filter(asked=asked).first():
        raise AskedAlready(name=same.name)
    if own.count() >= MOST:
        raise TooManySearches(most=MOST)
    now = timezone.now()
    made = SavedSearch.objects.create(
        user=by,
        name=name,
        asked=asked,
        language=question.language,
        saved_at=now,
        since=all_found_until(now),
    )
    log.record("search.saved.kept", target=made, by=by)
    return made


@transaction.atomic
def rename_search(*, ref: str, name: str, by: User) -> SavedSearch:
    """Call it otherwise."""
    own = SavedSearch.objects.filter(user=_locked(by))
    found = _own(ref, by)
    found.name = _named(name, own.exclude(pk=found.pk))
    found.save(update_fields=["name"])
    log.record("search.saved.renamed", target=found, by=by)
    return found


@transaction.atomic
def pause_search(*, ref: str, by: User) -> SavedSearch:
    """Tell nothing of it until it is followed again."""
    found = _own(ref, by)
    if not found.paused:
        found.paused, found.fresh = True, 0
        found.save(update_fields=["paused", "fresh"])
        log.record("search.saved.paused", target=found, by=by)
    return found


@transaction.atomic
def follow_search(*, ref: str, by: User) -> SavedSearch:
    """Follow it again; what was published meanwhile is new."""
    found = _own(ref, by)
    if found.paused:
        found.paused, found.fresh = False, fresh_of(found)
        found.save(update_fields=["paused", "fresh"])
        log.record("search.saved.followed", target=found, by=by)
    return found


@transaction.atomic
def look_at_search(*, ref: str, by: User) -> SavedSearch:
    """Its owner looks at what is new; from now on something else is."""
    found = _own(ref, by)
    found.since, found.fresh = all_found_until(timezone.now()), 0
    found.save(update_fields=["since", "fresh"])
    log.record("search.saved.looked_at", target=found, by=by)
    return found


@transaction.atomic
def delete_search(*, ref: str, by: User) -> None:
    found = _own(ref, by)
    log.record("search.saved.deleted", target=found, by=by)
    found.delete()


def all_found_until(now: datetime) -> datetime:
    """Until when everything that was published could be found: the index may be behind."""
    waits = Changed.objects.filter(done=False).order_by("pk").first()
    return min(now, waits.at if waits else now) - BEFORE


def _own(ref: str, by: User) -> SavedSearch:
    found = SavedSearch.objects.select_for_update().filter(ref=ref, user=by).first()
    if found is None:
        raise NotFound()
    return found


def _locked(by: User) -> User:
    """So that two requests of one person follow one another."""
    return User.objects.select_for_update().get(pk=by.pk)


def _named(name: str, others: Any) -> str:
    name = " ".join(name.split())
    if not name:
        raise NameMissing()
    if len(name) > LONGEST:
        raise NameTooLong(most=LONGEST)
    if others.filter(name=name).exists():
        raise NameTaken()
    return name
