"""A data steward at the desk, and the straight way of a file through it."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cairn.accounts.actions import (
    add_membership,
    create_organisation,
    create_user,
    set_code_generator,
)
from cairn.accounts.models import Organisation, User
from cairn.accounts.sign_ins import note_sign_in
from cairn.jobs.runner import run_until_empty

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
BACKEND = "django.contrib.auth.backends.ModelBackend"
EVENTS = (
    "Incident ID,Date,Country,Dead,Missing,Survivors\n"
    "a1,2024-03-01,Italy,3,2,10\n"
    "a2,2024-03-02,Greece,0,,4\n"
    "a3,2024-03-05,Spain,,7,\n"
)


def person(name: str, role: str | None, organisation: Organisation | None = None) -> User:
    """Someone with a second factor and, where a role is given, a place to have it in."""
    user = create_user(username=name, display_name=name.title(), password=None, by=None)
    set_code_generator(user=user, secret=SECRET, by=None)
    if role:
        organisation = organisation or Organisation.objects.filter(key="observatory").first()
        organisation = organisation or create_organisation(
            key="observatory", name="The Observatory", kind="project", by=None
        )
        add_membership(user=user, organisation=organisation, role=role, by=None)
    return user


class Desk(Client):
    """A browser without JavaScript: opens pages and sends the forms that stand on them."""

    def enter(self, user: User) -> "Desk":
        self.force_login(user, backend=BACKEND)
        if "HTTP_USER_AGENT" not in self.defaults:  # so that the first page costs what others do
            note_sign_in(user=user, key=str(self.session.session_key), agent="")
        return self

    def fields(self, address: str) -> dict[str, str]:
        """The hidden token of the form on a page, as the form would send it."""
        page = self.get(address).content.decode()
        found = re.search(r'name="once" value="([^"]+)"', page)
        assert found, page
        return {"once": found[1]}

    def send(self, address: str, /, **fields):
        return self.post(address, self.fields(address) | fields)

    def bring(self, content: bytes | str, *, name="events.csv", kind="incidents", source=""):
        """Send a file with the plain form of step 1; the answer leads to step 2."""
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, content)
        return self.send(reverse("desk:import_new"), file=file, kind=kind, source=source)

    def check(self, address: str, /, **fields):
        """Press "check all rows" with everything else as proposed; the rows are then read."""
        page = self.get(address)
        form = page.context["form"]
        given = {name: form[name].value() or "" for name in form.fields}
        answer = self.send(address, **given | fields, act="check")
        run_until_empty()
        return answer


@pytest.fixture(autouse=True)
def _quiet(settings, tmp_path):
    cache.clear()
    settings.CAIRN_DATA = tmp_path
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def steward(db) -> User:
    return person("steward", "steward")


@pytest.fixture
def desk(steward) -> Desk:
    return Desk().enter(steward)


@pytest.fixture
def new_source() -> dict[str, str]:
    """What must be said of a source that nobody has entered yet."""
    return {
        "source": "coast-guard",
        "title": "Coast guard log",
        "publisher": "A coast guard",
        "licence": "cc-by-4.0",
    }


@pytest.fixture
def real(open_data: Path) -> Path:
    return open_data
