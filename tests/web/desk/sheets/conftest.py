"""An officer at the desk, before her own spreadsheet."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.accounts.actions import set_code_generator
from tests.reporting.filings.doing import World, world
from tests.reporting.sheets.books import ministry
from tests.web.desk.conftest import SECRET, Desk


class Officer(Desk):
    """A browser without JavaScript that sends spreadsheets and answers what is asked."""

    people: World

    def send_sheet(self, path: Path, **more: str) -> Any:
        file = SimpleUploadedFile(path.name, path.read_bytes())
        given = {"organisation": self.people.agency.ref, "section": "smuggled_migrants"}
        return self.follow(reverse("desk:sheets"), file=file, **given | more)

    def follow(self, address: str, **given: Any) -> Any:
        """Send the form of a page and open the page that comes after it."""
        return self.post(address, self.fields(address) | given, follow=True)

    def form(self, address: str, act: str) -> dict[str, str]:
        """The fields of the form on the page that has this button, as they stand."""
        body = self.get(address).content.decode()
        forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", body, re.S)
        form = next(one for one in forms if f'value="{act}"' in one)
        fields = {}
        for tag in re.findall(r"<input[^>]*>", form):
            found = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
            loose = found.get("type") in ("radio", "checkbox") and " checked" not in tag
            if "name" in found and not loose:
                fields[unescape(found["name"])] = unescape(found.get("value", ""))
        return fields | {"act": act}

    def act(self, address: str, act: str, **given: str) -> Any:
        return self.post(address, self.form(address, act) | given, follow=True)


@pytest.fixture
def officer(db) -> Officer:
    people = world()
    set_code_generator(user=people.officer, secret=SECRET, by=None)
    desk = Officer()
    desk.enter(people.officer)
    desk.people = people
    return desk


@pytest.fixture
def other(db) -> Officer:
    people = world("MLI")
    set_code_generator(user=people.officer, secret=SECRET, by=None)
    desk = Officer()
    desk.enter(people.officer)
    desk.people = people
    return desk


@pytest.fixture
def path(tmp_path) -> Path:
    return ministry(tmp_path / "T1-2024.xlsx")
