"""People of one State for tests in the browser: who they are, and browsers that are signed in."""

import time
from typing import Any

from django.conf import settings
from django.test import Client

from cairn.accounts.actions import set_code_generator
from tests.functional.conftest import _with_domain
from tests.reporting.filings.doing import World, world

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def office(state: str = "NER") -> World:
    people = world(state)
    names = {"agency": "Direction de la surveillance du territoire", "officer": "Amina (invented)"}
    people.agency.name = names["agency"]
    people.agency.save()
    for user in (people.officer, people.contact, people.secretary):
        set_code_generator(user=user, secret=SECRET, by=None)
    return people


def signed_in_as(user: Any, site: str) -> dict[str, Any]:
    """What a browser context needs in order to be this person."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": site}
    assert time.time() > 0
    return {"storage_state": {"cookies": [_with_domain(cookie)], "origins": []}}
