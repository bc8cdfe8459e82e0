"""Which figures stand side by side, and which of them differ."""

import pytest

from cairn.knowledge.documents.claims import Stated, differ, side_by_side
from cairn.knowledge.documents.reading import shipped
from cairn.knowledge.documents.schema import Claim, Subject
from cairn.knowledge.kinds import kind_of
from cairn.knowledge.shapes import span_of


def claim(value, period=None, subject=Subject.TRAINED):
    return Claim(subject, "p1", value, value, "people", period=span_of(period) if period else None)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (("700", "2018"), ("1,000", "2018"), True),
        (("700", "2018"), ("700", "2018"), False),
        (("142", "2016"), ("149", "2020"), False),  # a later value is no contradiction
        (("700", "2018"), ("1,000", None), True),  # it may be: a reader has to look
    ],
)
def test_two_figures_differ_where_they_speak_of_one_time(one, other, differs):
    assert differ(claim(*one), claim(*other)) is differs


def test_the_two_accounts_of_2018_to_2020_are_shown_to_differ():
    stated = []
    for key, body in shipped().items():
        stated += [Stated(one, key) for one in kind_of("document").load(body).claims]
    groups = side_by_side(stated)
    differing = {one.claim.value for one in groups[Subject.TRAINED] if one.differs}
    assert differing == {"over 700", "over a thousand"}
    assert {one.claim.value for one in groups[Subject.TARGETED] if one.differs} == {"Four", "Six"}
    assert not any(one.differs for one in groups[Subject.PARTIES])
    values = {one.claim.value for found in groups.values() for one in found}
    assert {"281 million", "90 per cent", "$5.5 billion", "75 per cent", "801"} <= values
