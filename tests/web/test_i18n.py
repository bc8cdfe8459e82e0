"""What the tool for translations finds, keeps and refuses."""

import json
import re
import sys

import pytest
from django.conf import settings
from django.utils.translation import gettext, override, pgettext

sys.path.insert(0, str(settings.REPOSITORY / "tools"))

import catalogues as held
import i18n
from catalogues import Catalogue, Translation
from sentences import Key, all_sentences, in_definition, in_python, in_template


def test_sentences_are_found_in_python():
    source = b"""
class E(CairnError):
    text = noop("one " "two %(n)s")
a = _("three"); b = Message("four", "fours", 4); c = ngettext("five", "fives", n)
d = pgettext("month", "May"); e = lazy("six"); f = _(variable)
"""
    assert set(in_python(source)) == {
        Key("one two %(n)s"),
        Key("three"),
        Key("four", "fours"),
        Key("five", "fives"),
        Key("May", "", "month"),
        Key("six"),
    }


def test_sentences_are_found_in_templates():
    source = """{% load i18n %}{% translate "one" %}{% translate "two" as x %}
{% blocktranslate with who=x %}three {{ who }}{% endblocktranslate %}
{% blocktranslate count n=y %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"""
    assert set(in_template(source)) == {
        Key("one"),
        Key("two"),
        Key("three %(who)s"),
        Key("%(n)s row", "%(n)s rows"),
    }


def test_sentences_are_found_in_definitions_with_white_space_folded():
    source = "title: A\nparts:\n- {name: x, notes: [B, C]}\ncaveat: >-\n  D\n  E\nother: F\n"
    places = ("title", "caveat", "**.notes")
    assert [key.id for key in in_definition(source, places)] == ["A", "D E", "B", "C"]


def test_the_product_has_sentences_of_every_kind():
    found = all_sentences()
    assert Key("You may not do that.") in found
    assert Key("About Cairn") in found
    assert any("glossary.yaml" in place for place in found[Key("The crime and the people")])


ONE, MANY = Key("%(name)s came."), Key("%(n)s row of %(name)s", "%(n)s rows of %(name)s")


@pytest.mark.parametrize(
    ("key", "forms", "problem"),
    [
        (ONE, ("%(name)s vino.",), None),
        (ONE, ("%(nombre)s vino.",), "placeholders"),
        (ONE, ("Vino.",), "placeholders"),
        (ONE, ("%(name)s vino, 5 % más.",), "per cent"),
        (Key("<b>x</b>"), ("<i>x</i>",), "HTML"),
        (Key("x."), (" x.",), "white space"),
        (MANY, ("una fila de %(name)s", "%(n)s filas de %(name)s"), None),
        (MANY, ("%(n)s filas de %(name)s",), "1 plural forms instead of 2"),
        (MANY, ("una fila", "%(n)s filas"), "placeholders"),
    ],
)
def test_a_translation_keeps_what_it_must(key, forms, problem):
    found = list(held.wrong(Catalogue("es"), key, forms))
    assert (problem is None) == (found == [])
    assert problem is None or any(problem in one for one in found)


def test_arabic_wants_six_forms_and_chinese_one():
    assert Catalogue("ar").forms_of(MANY) == 6
    assert Catalogue("zh").forms_of(MANY) == 1


def test_missing_fuzzy_and_stale_are_problems():
    catalogue = Catalogue("fr")
    catalogue.entries = {
        Key("fuzzy"): Translation(("flou",), fuzzy=True),
        Key("stale"): Translation(("vieux",)),
        Key("empty"): Translation(("",)),
    }
    wanted = {Key(text): set() for text in ("fuzzy", "empty", "new")}
    found = sorted(one.split(":")[0] for one in held.problems(catalogue, wanted))
    assert found == ["fuzzy", "missing", "missing", "stale, no longer in the product"]


def test_a_catalogue_is_read_as_it_was_written(tmp_path, monkeypatch):
    monkeypatch.setattr(held, "PACKAGE", tmp_path)
    catalogue = Catalogue("ar", review="reviewed by a person")
    catalogue.entries = {
        Key('with "quotes"\nand lines'): Translation(("نص",)),
        Key("May", "", "month"): Translation(("أيار",)),
        MANY: Translation(tuple("abcdef")),
        Key("later"): Translation(("",)),
    }
    held.write(catalogue, {MANY: {"cairn/a.py"}})
    again = held.read("ar")
    assert again == catalogue


def test_filling_takes_what_is_right_and_refuses_the_rest(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(held, "PACKAGE", tmp_path)
    wanted = {ONE: {"cairn/a.py"}, Key("Yes"): {"cairn/a.py"}}
    monkeypatch.setattr(i18n, "all_sentences", lambda: wanted)
    i18n.extract(("es",))
    i18n.missing("es")
    listed = json.loads(capsys.readouterr().out.split("catalogues\n", 1)[1])
    assert [one["id"] for one in listed] == [ONE.id, "Yes"]
    listed[0]["text"], listed[1]["text"] = "Vino.", "Sí"
    file = tmp_path / "es.json"
    file.write_text(json.dumps(listed), "utf-8")
    assert i18n.fill("es", file) == 1
    assert "placeholders" in capsys.readouterr().err
    assert held.read("es").entries[Key("Yes")].forms == ("Sí",)
    assert held.read("es").entries[ONE].forms == ("",)


def test_chinese_borrows_what_django_says():
    made = held.compiled(Catalogue("zh"))
    assert made.get("This field is required.").string
    header = next(iter(made)).string
    assert "X-Review: not reviewed by a person" in header


def test_words_with_two_meanings_are_translated_twice():
    """A person's account tells of no event; who publishes for us is no source's publisher."""
    for language in ("ar", "es", "fr", "ru", "zh"):
        with override(language):
            assert gettext("Account") != pgettext("of a source", "Account"), language
            assert gettext("Publisher") != pgettext("of a source", "Publisher"), language


def test_french_signs_stand_behind_a_narrow_space_that_does_not_break():
    for key, said in held.read("fr").entries.items():
        for form in said.forms:
            assert not re.search(r"«[^\u202f]|[^\u202f]»", form), key.id
            assert not re.search(r"\S[ \u00a0][;:?!](\s|$)", form), key.id


@pytest.mark.parametrize(
    ("language", "english", "never"),
    [
        ("fr", r"[Ss]ections?", r"[Rr]ubrique"),
        ("fr", r"desk", r"votre bureau"),
        ("fr", r"([Tt]he|[Tt]wo|[Aa]n|What|several) agenc(y|ies)['’]?", r"[Oo]rganisme"),
        ("fr", r"[Ss]ubmit(s|ted)?", r"[Ss]oumis|[Ss]oumet"),
        ("ar", r"[Ss]ections?", r"(?<!\w)(ال|لل)?(باب|أبواب)(?!\w)"),
    ],
)
def test_one_thing_has_one_word(language, english, never):
    """As the glossary has it."""
    found = [
        (key, " ".join(said.forms))
        for key, said in held.read(language).entries.items()
        if re.search(rf"(?<!\w){english}(?!\w)", re.sub(r"%\(\w+\)s", "", key.id + key.plural))
    ]
    assert len(found) > 3
    for key, words in found:
        assert not re.search(never, words), key.id


def test_no_headline_of_one_or_two_holds_the_digit_in_arabic():
    """`1 (واحد)` says it twice. Only where a second number stands beside it is a digit kept."""
    counted = re.compile(r"%\((?:n|m|shown)\)s")
    found = [
        key.id
        for key, translation in held.read("ar").entries.items()
        if len(translation.forms) == 6 and any(map(counted.search, translation.forms[1:3]))
    ]
    assert found == []
