"""Laws on the shelf, as the public reads them."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from cairn.kernel.refs import new_ref
from cairn.knowledge.models import Item
from cairn.knowledge.shelving import shelve
from tests.knowledge.laws.shipped import bodies

SPAIN = "esp-c-digo-penal-title-xv-bis-as-amended-by"
INVENTED = "qma-migration-offences-act-2008"


@pytest.fixture
def shelved(db: None) -> Callable[..., list[Item]]:
    """Puts shipped laws where anyone may read them; all of them without a name."""

    def shelve_these(*keys: str) -> list[Item]:
        return [
            shelve(
                ref=new_ref("lib"),
                kind="law",
                key=key,
                number=1,
                body=bodies()[key],
                at=timezone.now(),
            )
            for key in keys or bodies()
        ]

    return shelve_these
