"""The form of a kind.

lf01  what a form shows and sends back unchanged is the same record, whatever it holds
lf02  a list that is too long for fields is one field, and comes back the same
lf03  a problem leads to a field that stands in the form
lf04  whatever is sent, the answer is content or a text that the kind refuses
"""

from hypothesis import given
from hypothesis import strategies as st

from cairn.knowledge.shapes import read, write
from cairn.web.desk.library import forming
from cairn.web.desk.library.forming import form_of, ids_of, sent_of, without
from tests.knowledge.leaflet.schema import Record
from tests.knowledge.leaflet.there import body, records


def as_sent(nodes) -> dict[str, str]:
    """What a browser sends of these fields."""
    found = {}
    for node in nodes:
        if node.draws == "many":
            found[f"{node.name}#"] = str(node.count)
        if node.draws in ("many", "record"):
            found |= as_sent(node.nodes)
        elif node.draws == "check":
            found |= {node.name: "yes"} if node.value else {}
        else:
            found[node.name] = node.value.replace("\n", "\r\n")
    return found


def meant(content):
    """Without members of lists in which nothing is said: a form cannot show them."""
    if isinstance(content, list):
        return [one for one in map(meant, content) if one not in ({}, [], "")]
    if isinstance(content, dict):
        found = {key: meant(value) for key, value in content.items()}
        return {key: value for key, value in found.items() if value not in ({}, [], "")}
    return content


@given(record=records)
def test_lf01_what_is_sent_back_unchanged_is_the_same_record(record):
    told = write(record)
    sent = sent_of(Record, as_sent(form_of(Record, told, {})))
    again, _ = read(Record, sent)
    assert meant(write(again) if again else sent) == meant(told)


def test_lf02_a_list_too_long_for_fields_is_one_field(monkeypatch):
    monkeypatch.setattr(forming, "LARGEST", 10)
    told = body(sections=[{"heading": f"h{n}", "tags": ["a", "b"]} for n in range(5)])
    nodes = form_of(Record, told, {"sections[2].heading": ["wrong"]})
    [long] = [one for one in nodes if one.name == "sections{}"]
    assert (long.draws, long.errors) == ("area", ["wrong"])
    assert sent_of(Record, as_sent(nodes)) == told


def test_lf03_a_problem_leads_to_a_field():
    told = body(pages="many", sections=[{"heading": "", "day": "soon"}], notes={"a": "b"})
    _, problems = read(Record, told)
    ids = ids_of(form_of(Record, told, {}))
    assert {one.place for one in problems} <= set(ids)
    assert len(problems) == 3


def test_members_are_added_and_removed():
    told = body(sections=[{"heading": "one"}, {"heading": "two"}], notes={"a": "b", "c": "d"})
    grown = form_of(Record, told, {}, "sections")
    assert [n.count for n in grown if n.name == "sections"] == [3]
    assert without(told, "sections[0]")["sections"] == [{"heading": "two"}]
    assert without(told, "notes[0]")["notes"] == {"c": "d"}


names = st.sampled_from(
    ["titles#", "titles[0].text", "titles{}", "notes#", "notes[0]key", "notes[0]", "pages", "free"]
)


@given(data=st.dictionaries(names, st.text(max_size=12) | st.sampled_from(["3", "[", "yes"])))
def test_lf04_whatever_is_sent_is_content_or_refused(data):
    told = sent_of(Record, data)
    record, problems = read(Record, told)
    assert (record is None) == bool(problems)
    form_of(Record, told, {one.place: ["x"] for one in problems})
