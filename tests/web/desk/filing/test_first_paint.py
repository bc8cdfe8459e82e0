"""What a page asks a slow line for before anything is seen."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.reporting.filings.doing import drafted, validated
from tests.web.desk.filing.conftest import page_of

pytestmark = pytest.mark.django_db


def test_only_pages_that_ask_for_parts_by_themselves_bring_the_script_for_it(niger):
    validated(niger.people, "2024-Q1")
    filing = drafted(niger.people, "2024-Q2")
    pages = [reverse(f"desk:{name}") for name in ("home", "filings", "filing_new", "sheets")]
    pages += [page_of(name, filing) for name in ("filing", "filing_write", "filing_check")]
    pages += [page_of("filing_measure", filing, "smuggled_detected"), reverse("desk:calendar")]
    for page in pages:
        body = niger.officer.get(page).content.decode()
        assert ("hx-get" in body) == ("htmx.min" in body), page
        head = body.partition("</head>")[0]
        assert all("defer" in tag for tag in re.findall(r"<script[^>]*src[^>]*>", head)), page


def test_no_page_that_needs_that_script_is_without_it():
    templates = settings.REPOSITORY / "cairn/web/templates/desk"
    for part in ("filings", "sheets", "observing", "people", "calendar"):
        for path in (templates / part).glob("*.html"):
            text = path.read_text("utf-8")
            assert not re.search(r"hx-|\{% progress |\{% filters [^%]*#", text), path
    assert "hx-" not in (templates / "home.html").read_text("utf-8")
    assert "htmx.html" in (templates.parent / "desk_base.html").read_text("utf-8")


def test_letters_are_shown_before_their_font_has_arrived():
    css = (settings.REPOSITORY / "cairn/web/static/cairn/css/fonts.css").read_text("utf-8")
    faces = re.findall(r"@font-face\{[^}]*\}", css)
    assert faces
    assert all("font-display:swap" in face for face in faces)
