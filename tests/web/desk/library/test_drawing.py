"""How the desk says the fields and values of every kind of the library.

ld01  every field of every kind has a name, in each language of the interface
ld02  every value of a list has a word, and no list takes the word of another
ld03  what every shipped record holds can be read in words, and its form gives it back unchanged
ld04  a comparison and a list of problems call things as the form does
"""

import enum
import json
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.utils.translation import override

from cairn.kernel.languages import LANGUAGES
from cairn.knowledge.describing import each, parts_of, words_of
from cairn.knowledge.kinds import KINDS, Kind
from cairn.knowledge.shapes import Wrong, write
from cairn.reference.vocabularies import vocabulary
from cairn.web.desk.library.drawing import drawn
from cairn.web.desk.library.forming import form_of, sent_of
from cairn.web.desk.library.record import changes
from cairn.web.desk.library.wording import choices_of, label_of, problem_of, said, steps_of, way
from tests.web.desk.library.test_forming import as_sent

OF_ITSELF = {"csl"}  # pairs, which bear the names of CSL-JSON
PER_KIND = 12  # shipped records that are drawn and filled in again, the largest ones among them
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)


def parts(kind: Kind):
    """(dataclass, field) of all that a record may hold, at any depth."""
    found, open_ = {}, [kind.schema]
    while open_:
        cls = open_.pop()
        for part in parts_of(cls):
            if (cls, part.name) in found:
                continue
            found[cls, part.name] = leaf = part
            while leaf.holds in ("many", "pairs"):
                leaf = each(leaf.of, leaf)
            if leaf.holds == "record":
                open_.append(leaf.of)
    return found


def leaves(kind: Kind):
    for part in parts(kind).values():
        while part.holds in ("many", "pairs"):
            part = each(part.of, part)
        yield part


@cache
def shipped(kind: Kind):
    """Bodies that come with the platform: the first, and the largest."""
    folder = Path(import_module(f"{kind.package}.reading").__file__).parent / "data"
    lines = [
        one for file in sorted(folder.glob("*.jsonl")) for one in file.read_text().splitlines()
    ]
    chosen = [*lines[: PER_KIND // 2], *sorted(lines, key=len)[-PER_KIND // 2 :]]
    return [json.loads(one)["record"] for one in dict.fromkeys(chosen)]


def in_all(nodes):
    for node in nodes:
        yield node
        yield from in_all(node.nodes)


@every_kind
def test_ld01_every_field_has_a_name_in_every_language(kind):
    found = parts(kind)
    assert not [f"{cls.__name__}.{name}" for (cls, name), part in found.items() if part.plain]
    for language in LANGUAGES:
        with override(language):
            names = {part.label: label_of(part) for part in found.values()}
            assert all(names.values())
            if language in ("ar", "ru", "zh"):  # in es and fr some are the same word
                assert not [label for label, name in names.items() if name == label]


@every_kind
def test_ld01_two_fields_of_one_record_have_two_names(kind):
    seen = {}
    for (cls, name), part in parts(kind).items():
        assert seen.setdefault((cls, part.label), name) == name


@every_kind
def test_ld02_every_value_has_a_word_of_its_own_list(kind):
    for part in leaves(kind):
        if part.holds == "enum":
            unsaid = [one for one in part.of if said(one, part) == one.value]
            assert not [one for one in unsaid if not words_of(one)]
        for key, word in choices_of(part, ""):
            assert word, (part.name, key)
            assert word != key or is_named(part, key), (part.name, key)


def is_named(part, key):
    """Whether a word only happens to be the same as its key, as "act" is in English."""
    return bool(words_of(part.of(key))) if part.holds == "enum" else key in part.keys.words


@every_kind
def test_ld02_no_list_takes_the_word_of_another(kind):
    for part in leaves(kind):
        if part.holds != "enum":
            continue
        module = import_module(part.of.__module__)
        beside = f"{part.of.__module__.rpartition('.')[0]}.words"
        table = getattr(module, "WORDS", None) or import_module(beside).WORDS
        stored = [key for key in table if isinstance(key, enum.Enum)]
        for one in part.of:
            assert not [key for key in stored if key == one and type(key) is not part.of]


@every_kind
def test_ld02_every_vocabulary_that_is_named_is_there_in_every_language(kind):
    for part in leaves(kind):
        if part.keys and part.keys.vocabulary:
            terms = vocabulary(part.keys.vocabulary).terms.values()
            assert all(one.labels[language] for one in terms for language in LANGUAGES)


@every_kind
def test_ld03_a_form_gives_back_what_it_shows(kind):
    for body in shipped(kind):
        whole = write(kind.load(body))
        nodes = form_of(kind.schema, whole, {})
        assert write(kind.load(sent_of(kind.schema, as_sent(nodes)))) == whole
        plain = [one.name for one in in_all(nodes) if one.plain]
        assert not [one for one in plain if one.split("[")[0] not in OF_ITSELF]
        for one in in_all(nodes):
            assert one.draws != "select" or one.value in dict(one.choices), one.name


@every_kind
def test_ld03_a_key_of_a_list_is_drawn_as_its_word(kind):
    def headings(block):
        yield block.heading
        yield from (one.label for one in block.facts)
        for table in block.tables:
            yield from (one.label for one in table.columns)
        for one in block.inside:
            yield from headings(one)

    fields = {name for _cls, name in parts(kind)}
    for body in shipped(kind):
        block = drawn(kind.load(body))
        assert not {one for one in headings(block) if one in fields and "_" in one}


def kind_named(key):
    [found] = [one for one in KINDS if one.key == key]
    return found


def test_ld03_values_are_words_in_the_language_of_the_reader():
    case = kind_named("case")
    by_name = {name: part for (_cls, name), part in parts(case).items()}
    for language, word, state in (("en", "Fine", "Spain"), ("fr", "Amende", "Espagne")):
        with override(language):
            assert said("ESP", by_name["nationality"]) == state
            assert said(("fine",), each(by_name["penalties"].of, by_name["penalties"])) == word
    assert said("ZZZ", by_name["nationality"]) == "ZZZ"
    assert said("no such", by_name["offence"]) == "no such"


def test_ld03_a_key_that_no_list_has_any_more_stays_in_its_field():
    case = kind_named("case")
    nodes = form_of(case.schema, {"techniques": ["gone"]}, {})
    [node] = [one for one in nodes if one.name == "techniques"]
    assert (node.nodes[0].draws, node.nodes[0].value) == ("select", "gone")
    assert ("gone", "gone") in node.nodes[0].choices


def told(kind, before, after):
    found = changes(kind_named(kind), before, after)
    return [(one.place, [(piece.kind, piece.text) for piece in one.pieces]) for one in found]


def test_ld04_a_comparison_says_values_in_words():
    before = {"elements": [{"element": "benefit", "by": "court", "finding": "found"}]}
    after = {"elements": [{"element": "benefit", "by": "court", "finding": "not_found"}]}
    [(place, pieces)] = told("case", before, after)
    assert place == "Elements 1 · Finding of the court"
    assert "".join(text for kind, text in pieces if kind != "removed") == "not found by the court"
    [(place, pieces)] = told("law", {}, {"criminalizes": True})
    assert (place, pieces) == (
        "Criminalizes the smuggling of migrants",
        [("added", "yes")],
    )
    assert told("tool", {"languages": ["en"]}, {"languages": ["en", "manual"]}) == [
        ("Languages 2", [("added", "manual")])
    ]
    [(place, pieces)] = told("case", {"techniques": []}, {"techniques": ["wiretap?"]})
    assert pieces == [("added", "wiretap?")]


def test_ld04_a_comparison_bears_whatever_stands_in_an_old_content():
    assert told("case", {"gone": {"a": 1}}, {}) == [("gone · a", [("removed", "1")])]
    assert told("case", {"state": ["x"]}, {"state": "ESP"})[0][0] == "State"
    assert told("case", {"elements": "x"}, {"elements": [{"by": 3}]})[0][0] == "Elements"


def test_ld04_problems_call_the_place_as_the_form_does():
    law = kind_named("law")
    body = {"country": "ESP", "type": "act", "titles": [{"text": "A", "language": "en"}]}
    _, problems = law.read(body | {"articles": [{"heading": []}]})
    said_ = [problem_of(law.schema, one) for one in problems]
    assert said_ == ["Articles 1 · Number of the article: this is missing; add it."]
    with override("fr"):
        [one] = [problem_of(law.schema, one) for one in problems]
        assert one.startswith("Articles 1 · Numéro de l’article")
    case = kind_named("case")
    tagged = {"element": "benefit", "by": "source", "finding": "found"}
    _, problems = case.read({"state": "ESP", "elements": [tagged]})
    assert problem_of(case.schema, problems[0]).startswith("Elements 1: this is a tag")


def test_ld04_a_problem_inside_a_record_is_told_by_the_way_to_it():
    case = kind_named("case")
    outcome = {"proceeding": "p", "verdict": "guilty", "sentence": {"term": "fixed"}}
    charge = {"id": "c", "person": "A", "outcomes": [outcome]}
    _, problems = case.read({"state": "ESP", "charges": [charge]})
    [one] = [problem_of(case.schema, one) for one in problems]
    assert one.startswith("Charges 1 · Outcomes 1 · Sentence: a sentence has months")


def test_ld04_a_place_that_the_kind_does_not_know_stays_as_it_is():
    tool = kind_named("tool")
    _, problems = tool.read({"a key": 1, "titles": [], "sort": "manual"})
    assert {problem_of(tool.schema, one) for one in problems} == {
        str(wrong.error) for wrong in problems
    }
    assert way(tool.schema, steps_of("custom.a b[3]")) == "custom · a b 4"
    assert problem_of(tool.schema, Wrong("/", problems[0].error)).startswith("/")
