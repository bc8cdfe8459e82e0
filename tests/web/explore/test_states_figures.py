"""A number on the page of a State or a route is that of the figure to which it leads."""

from urllib.parse import parse_qs, urlsplit

from cairn.figures.engine import answer
from cairn.figures.questions import Question
from cairn.published.queries import current_release
from cairn.web.library.figures import figures_of


def test_lp05_a_number_of_a_state_is_that_of_its_figure(public):
    """What the page says of a State is what Explore answers under the same filters."""
    found = figures_of({"origin": "SYR", "country": "ESP", "route": "central_mediterranean"})
    assert found
    for one in found:
        query = parse_qs(urlsplit(one.address).query)
        key = urlsplit(one.address).path.strip("/").split("/")[-1]
        asked = Question.parse(key, {name: value[0] for name, value in query.items()})
        told = answer(current_release().snapshot, asked).of(query["source"][0])
        assert [row.value for row in told.rows] == [one.number]
