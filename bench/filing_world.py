"""Child of the part `filing`: officers with drafts of their own, signed in, each with a phone.

    python -m bench.filing_world PHONES FORMS PLAN

Writes to the file PLAN what a phone needs: its session, and for each of its drafts the address and
the token of one showing of the form. `fields` and `body` say what a form of 250 numbers sends: the
fields that the page of one number sends, by the names that it gives them.
"""

import json
import secrets
import sys
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

MEASURE = "smuggled_detected"
NUMBERS = 250  # in one form
SEXES = ("female", "male")


def numbers_of(phone: int, form: int) -> list[int]:
    """Numbers that differ from form to form, so that none passes for another."""
    return [(phone * 31 + form * 7 + at * 13) % 900 + 1 for at in range(NUMBERS)]


def fields(
    countries: list[str], numbers: list[int], *, was: list[int] | None = None, only: int = 0
) -> dict[str, str]:
    """The total; then by nationality; then by nationality and sex. `only` the first so many."""
    cells: list[dict[str, str]] = [{}, *({"origin": one} for one in countries)]
    cells += [{"origin": one, "sex": sex} for one in countries for sex in SEXES]
    sent = {"measure": MEASURE}
    for index, (dims, number) in enumerate(zip(cells, numbers[: only or None], strict=False), 1):
        sent |= {f"m-{index}": MEASURE, f"w-{index}": str(was[index - 1]) if was else ""}
        sent |= {f"d-{index}-{name}": value for name, value in dims.items()}
        sent |= {f"n-{index}": str(number), f"r-{index}": ""}
    return sent


def body(csrf: str, once: str, sent: dict[str, str]) -> bytes:
    own = {f"definitions.{MEASURE}": "", f"was.definitions.{MEASURE}": "", "act": "totals"}
    return urlencode({"csrfmiddlewaretoken": csrf, "once": once} | sent | own).encode()


def main(phones: int, forms: int, plan: Path) -> None:
    import django

    django.setup()
    from django.db import transaction

    from cairn.reference.countries import countries

    known = [one for one in countries() if one != "NER"][:100]
    with transaction.atomic():
        made = [_phone(number, forms) for number in range(phones)]
    plan.write_text(json.dumps({"countries": known, "phones": made}), "utf-8")
    print(json.dumps({"phones": phones, "forms": forms, "numbers": NUMBERS}))


def _phone(number: int, forms: int) -> dict[str, Any]:
    """One officer of an agency of her own, signed in with a second factor."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND
    from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import reverse

    from cairn.accounts.actions import add_membership, create_user, set_code_generator
    from cairn.accounts.models import Organisation, OrganisationKind
    from cairn.kernel.dates import Level, Period
    from cairn.reporting.filings.drafting import begin_filing
    from cairn.web.desk.once import new_token

    agency = Organisation.objects.create(
        key=f"bench-{number}",
        name=f"Agency {number}",
        kind=OrganisationKind.STATE_BODY,
        state="NER",
    )
    user = create_user(username=f"officer-{number}", display_name="Officer", by=None)
    set_code_generator(user=user, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", by=None)
    add_membership(user=user, organisation=agency, role="officer", by=None)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    told: list[dict[str, str]] = []
    months = Period(date(2020, 1, 1), date(2025, 12, 31)).split(Level.MONTH)
    for month in islice(months, forms):
        filing = begin_filing(owner=agency, section="smuggled_migrants", period=month, by=user)
        path = reverse("desk:filing_measure", args=[filing.ref, MEASURE])
        told.append({"ref": filing.ref, "path": path, "once": new_token(user)})
    csrf = secrets.token_hex(16)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={csrf}"
    return {"cookies": cookies, "csrf": csrf, "forms": told}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
