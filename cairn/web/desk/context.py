"""What pages of the desk process know beside `web.context`: help for signing in, where allowed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def desk(request: HttpRequest) -> dict[str, Any]:
    """In a demonstration, the accounts that anyone may use; and, on pages that ask for it, what is
    going on with the second factor of whoever looks, and through which providers people sign in."""
    return {
        "sign_in_help": SimpleLazyObject(lambda: _help(request)),
        "working_name": SimpleLazyObject(lambda: _working_name(request)),
        "own_recovery": SimpleLazyObject(lambda: _recovery(request)),
        "providers_listed": SimpleLazyObject(_providers),
        "own_providers": SimpleLazyObject(lambda: _own_providers(request)),
        "own_emergency": SimpleLazyObject(lambda: _emergency(request)),
    }


def _help(request: HttpRequest) -> Any:
    if not settings.ENVIRONMENT.is_demonstration:
        return None
    from cairn.accounts.demonstration import sign_in_help

    return sign_in_help(request)


def _working_name(request: HttpRequest) -> Any:
    """The organisation in whose name the person works who could work in several."""
    from cairn.accounts.models import Organisation

    ref = getattr(request.user, "works_for", None)
    return Organisation.objects.filter(ref=ref).first() if ref else None


def _recovery(request: HttpRequest) -> Any:
    from cairn.accounts.recovery import running

    return running(request.user) if request.user.is_authenticated else None


def _providers() -> Any:
    from cairn.accounts.providers.queries import listed

    return listed()


def _own_providers(request: HttpRequest) -> Any:
    """Whether there are any that could sign the person in or do."""
    from cairn.accounts.providers.queries import of_person

    return of_person(request.user) if request.user.is_authenticated else []


def _emergency(request: HttpRequest) -> Any:
    """What the person opened in an emergency in this browser, as long as it holds."""
    from cairn.web.desk.emergency.doors import HERE, running_here

    known = request.user.is_authenticated and HERE in request.session
    return running_here(request) if known else None
