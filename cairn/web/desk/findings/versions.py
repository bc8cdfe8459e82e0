"""What changed in a finding since the version that somebody read, where both are open to her."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.reporting.filings.definitions import sections
from cairn.reporting.filings.models import Notice
from cairn.reporting.findings.models import METHODS, Finding, FindingStatus, Method
from cairn.sharing.reads.models import Door
from cairn.web.components import Column, Table
from cairn.web.desk.findings.doors import find_finding
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.desk.reads.noting import read
from cairn.web.say import say


def finding_now(request: HttpRequest, told: Notice) -> dict[str, Any]:
    """For the page of a notice: the version that stands and what differs, once it is entered that
    it is read; nothing of it where it is not open."""
    seen = Finding.objects.visible_to(viewer_of(request)).filter(ref=told.target)
    shared = seen.filter(status__in=[FindingStatus.SHARED, FindingStatus.SUPERSEDED])
    rows = {one.number: one for one in shared}
    new = next((one for one in rows.values() if one.status == FindingStatus.SHARED), None)
    if new is None:
        return {"readable": None}
    new = read(request, lambda: find_finding(request, told.target), Door.PAGE)
    if new.status != FindingStatus.SHARED:
        return {"readable": None}
    found = {"readable": new, "readable_at": reverse("desk:finding", args=[new.ref])}
    old = rows.get(told.values.get("read", 0))
    if old is None or old.number >= new.number:
        return found
    return found | {"compared": True, "cells": _cells(old, new), "fields": list(_words(old, new))}


def _cells(old: Finding, new: Finding) -> Table | None:
    measures = sections()[new.section].measures
    rows = [
        (say(one.title), old.counts.get(key), new.counts.get(key))
        for key, one in measures.items()
        if old.counts.get(key) != new.counts.get(key)
    ]
    if old.rests_on != new.rests_on:
        rows.append((_("Persons asked or records read"), old.rests_on, new.rests_on))
    columns = [Column(_("Number")), Column(_("Before"), "number"), Column(_("Now"), "number")]
    return Table(_("Numbers that differ"), columns, rows) if rows else None


def _words(old: Finding, new: Finding) -> Iterator[dict[str, str]]:
    titles = {
        "title": _("Title"),
        "text": _("What was found"),
        "method": _("How it was found"),
        "limits": _("What it does not cover, and what may be wrong with it"),
    }
    for name, words in titles.items():
        was, now = (_said(one, name) for one in (old, new))
        if was != now:
            yield {"label": words, "old": was or "–", "new": now or "–"}


def _said(finding: Finding, name: str) -> str:
    text: str = getattr(finding, name)
    return say(METHODS[Method(text)]) if name == "method" and text else text
