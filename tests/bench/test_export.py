"""A small run of the part that writes whole files of the library."""

import pytest

from bench import export, exporting
from cairn.knowledge.models import Item
from cairn.knowledge.outgoing import body_of


@pytest.mark.django_db
def test_a_small_library_is_written_whole_and_measured():
    exporting.fill(60)
    assert body_of(Item.objects.first()) == exporting.body(0)
    found = {name: exporting.write(name, "elsewhere") for name in export.FORMS}
    assert [one["rows"] for one in found.values()] == [60, 60]
    goals = export.told(found, found)["goals"]
    assert goals["more_queries"]["met"]
    assert goals["memory_many_to_few"]["value"] == 1
