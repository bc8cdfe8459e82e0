"""The small world of `world`, published."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from cairn.figures.measures import measure
from cairn.figures.snapshot import Snapshot
from cairn.published.actions import publish_snapshot
from cairn.web.explore.doors import Door
from cairn.web.explore.reading import Asked, read
from cairn.web.explore.subject import Subject, find
from tests.web.explore.world import snapshot as build_world


@pytest.fixture(scope="session")
def world() -> Snapshot:
    return build_world(Path(settings.CAIRN_DATA) / "snapshots")


@pytest.fixture
def door(world: Snapshot) -> Door:
    return Door(world)


@pytest.fixture
def asked(door: Door) -> Callable[..., Asked]:
    """Reads an address: `asked("detections", "period=2023")`."""

    def read_address(key: str, address: str = "") -> Asked:
        return read(door, measure(key), QueryDict(address))

    return read_address


@pytest.fixture
def subject(door: Door, asked: Callable[..., Asked]) -> Callable[..., Subject]:
    """The subject of an address that some source answers."""

    def subject_of(key: str, address: str = "") -> Subject:
        found = find(door, asked(key, address))
        assert found
        return found

    return subject_of


@pytest.fixture
def published(db: None, world: Snapshot) -> Any:
    return publish_snapshot(snapshot=world.id, rule="open-data")


@pytest.fixture
def public(published: Any) -> Client:
    """Anyone, before the published world."""
    return Client()
