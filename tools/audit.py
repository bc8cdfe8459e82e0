"""What is known against the packages that are locked, asked of the Open Source Vulnerabilities
service: `make audit`. Only names and versions of packages are sent. Nothing is asked while the
tests run, for an answer changes from one day to the next.

Ends with 0 where nothing is known, 1 where something is, 2 where the service could not be asked.
What was looked at and is accepted stands with its reason and its last day in
`tools/accepted_advisories.yaml`. Protocol: POST /v1/querybatch, at most 1,000 packages at a time.
"""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
SERVICE = "https://api.osv.dev/v1"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-setup.lock")
ACCEPTED = ROOT / "tools" / "accepted_advisories.yaml"
AT_ONCE = 1_000
PAGES = 50  # of one package; more is no honest answer
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """One locked package: of which collection, its name, its version."""

    ecosystem: str
    name: str
    version: str


class NotAsked(Exception):
    """The service gave no answer that can be relied on."""


def locked(root: Path = ROOT) -> list[Package]:
    """Everything that is locked for Python and for the tools of the pages, each once."""
    found = set()
    for name in LOCKS:
        for package, version in PINNED.findall((root / name).read_text("utf-8")):
            found.add(Package("PyPI", package.lower(), version))
    for place, one in json.loads((root / "package-lock.json").read_text("utf-8"))[
        "packages"
    ].items():
        if place and "version" in one:
            name = one.get("name") or place.rpartition("node_modules/")[2]
            found.add(Package("npm", name, one["version"]))
    return sorted(found)


def known_against(packages: Sequence[Package], service: str) -> dict[Package, list[str]]:
    """Package → numbers of what is known against it; raises `NotAsked`."""
    found: dict[Package, set[str]] = {}
    waiting: list[tuple[Package, str]] = [(one, "") for one in packages]
    for _page in range(PAGES):
        if not waiting:
            return {one: sorted(ids) for one, ids in sorted(found.items())}
        now, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        for (one, _token), answer in zip(now, _asked(now, service), strict=True):
            if ids := {each["id"] for each in answer.get("vulns", ())}:
                found.setdefault(one, set()).update(ids)
            if token := answer.get("next_page_token"):
                waiting.append((one, token))
    raise NotAsked("it has no end of answers")


def _asked(now: Sequence[tuple[Package, str]], service: str) -> list[dict[str, Any]]:
    queries = [
        {"package": {"ecosystem": one.ecosystem, "name": one.name}, "version": one.version}
        | ({"page_token": token} if token else {})
        for one, token in now
    ]
    request = urllib.request.Request(
        f"{service.rstrip('/')}/querybatch",
        json.dumps({"queries": queries}).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            results = json.load(answer)["results"]
    except (urllib.error.URLError, OSError, ValueError, KeyError, TypeError) as problem:
        raise NotAsked(str(problem)) from problem
    if not isinstance(results, list) or len(results) != len(queries):
        raise NotAsked("it answered another number of questions than were asked")
    return [one or {} for one in results]


def still_open(
    found: Mapping[Package, Iterable[str]], accepted: Iterable[Mapping[str, Any]], today: date
) -> list[tuple[Package, str]]:
    """What nobody has accepted, or not for as long as until today."""
    fine = {one["id"] for one in accepted if one["until"] >= today and one["why"].strip()}
    return [(one, number) for one, ids in found.items() for number in ids if number not in fine]


def main() -> int:
    packages = locked()
    accepted = yaml.safe_load(ACCEPTED.read_text("utf-8")) or []
    try:
        found = known_against(packages, os.environ.get("CAIRN_ADVISORIES", SERVICE))
    except NotAsked as problem:
        print(
            f"Nothing could be asked ({problem}), so nothing is known of the {len(packages)} "
            "packages. This needs the network, or a copy of the service in CAIRN_ADVISORIES.",
            file=sys.stderr,
        )
        return 2
    bad = still_open(found, accepted, datetime.now(UTC).date())
    for one, number in bad:
        print(f"{one.ecosystem} {one.name} {one.version}: {number}, see osv.dev/{number}")
    print(
        f"{len(packages)} packages asked about; {sum(map(len, found.values()))} advisories, "
        f"{len(bad)} of them open."
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
