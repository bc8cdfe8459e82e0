"""A device of a State's officer, and what it sends."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from cairn.accounts.actions import set_code_generator
from cairn.reporting.devices import tokens
from cairn.reporting.devices.models import Device
from tests.reporting.filings.doing import World, world
from tests.web.desk.conftest import SECRET

DOOR = "/api/hand-in/v1/"
SECTION = "smuggled_migrants"
KEY = "post-north-0001"


@dataclass
class Post:
    """A post at a border: its device, the token and the people."""

    people: World
    device: Device
    token: str

    def ask(self, method: str = "POST", path: str = "", *, token: str = "", **more: Any) -> Any:
        """One request as a program sends it: no cookie, and nothing that stops a forged form."""
        headers = {"authorization": f"Bearer {token or self.token}"} | more.pop("headers", {})
        client = Client(enforce_csrf_checks=True)
        return client.generic(method, DOOR + path, headers=headers, **more)

    def send(self, body: bytes, *, key: str = KEY, token: str = "", **more: Any) -> Any:
        query = {"name": "report.xlsx", "section": SECTION} | more.pop("query", {})
        headers = {"idempotency-key": key} | more.pop("headers", {})
        kind = more.pop("content_type", "application/octet-stream")
        more = {"wsgi.input": io.BytesIO(body)} | more  # as a server has it: it may be cut
        more |= {"data": body, "content_type": kind, "headers": headers, "token": token}
        return self.ask(path=f"?{urlencode(query)}", **more)

    def receipt(self, ref: str) -> Any:
        return self.ask("GET", f"{ref}/")


def post(people: World | None = None, *, name: str = "Northern post", **given: Any) -> Post:
    people = people or world()
    set_code_generator(user=people.officer, secret=SECRET, by=None)
    made, token = tokens.make(
        organisation=people.agency,
        name=name,
        by=people.officer,
        until=given.pop("until", timezone.localdate() + timedelta(days=90)),
        sections=given.pop("sections", [SECTION]),
    )
    return Post(people, made, token)
