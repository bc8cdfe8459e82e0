"""Names stand where a reader of the language looks for them.

`collated.json` holds the codes of all countries in the order that ICU gives their names: made by
`tools/build_pinyin.mjs` from `json.dumps({language: {code: name}})` of `reference.countries`.
"""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel.collation import in_order, sort_key
from cairn.kernel.languages import LANGUAGES
from cairn.reference.countries import countries
from cairn.reference.places import place_name, places
from cairn.reference.routes import route_name, routes

ICU = json.loads(Path(__file__).with_name("collated.json").read_text())["order"]
NAMES = st.text(st.sampled_from("aAáÁàbnñÑzoöøéœß eЕёйиأاآبةتىيàå阿爱中重龘-' 19"), max_size=6)
LANGUAGE = st.sampled_from(sorted(LANGUAGES))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_all_countries_stand_as_icu_orders_them(language):
    named = {key: found.names[language] for key, found in countries().items()}
    expected = ICU[language].split()
    assert sorted(expected) == sorted(named)
    assert in_order(expected[::-1], language, named.__getitem__) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Åland Islands|Albania|Côte d’Ivoire|Croatia|Curaçao|Cyprus|Zambia"),
        ("fr", "Égypte|Émirats|Équateur|Érythrée|Espagne|Estonie|Île de Man|Irlande"),
        ("es", "Nepal|Níger|Nigeria|Nueva Zelandia|Ñuble|Omán"),
        ("ru", "Египет|Ёлкино|Замбия|Иордания|Ирак|Йемен|Кабо-Верде|Zaire"),
        ("ar", "إثيوبيا|الأردن|ألبانيا|بنغلاديش|تونس|سوريا|ليبيا|Zaire"),
        ("zh", "阿富汗|埃及|巴西|德国|法国|梵蒂冈|加拿大|利比亚|瑙鲁|突尼斯|意大利|中国|Zaire"),
    ],
)
def test_words_stand_as_a_dictionary_has_them(language, expected):
    words = expected.split("|")
    assert in_order(reversed(words), language) == words


def test_every_chinese_name_of_ours_has_its_sound():
    from cairn.kernel.collation import _sounds

    names = [found.names["zh"] for found in countries().values()]
    names += [route_name(key, "zh") for key in routes()]
    names += [place_name(key, "zh") for key in places()]
    written = {char for name in names for char in name if "\u3400" <= char <= "\u9fff"}
    assert written <= set(_sounds())


@given(text=NAMES, language=LANGUAGE)
def test_letters_count_before_how_they_are_stored(text, language):
    stored = unicodedata.normalize("NFD", text)
    assert sort_key(stored, language) == sort_key(text, language)


@given(text=NAMES, other=NAMES, language=LANGUAGE)
def test_case_only_decides_between_equals(text, other, language):
    first, second = sort_key(text, language), sort_key(other, language)
    if first[0] != second[0]:
        assert (first < second) == (sort_key(text.lower(), language)[0] < second[0])


@given(texts=st.lists(NAMES, max_size=6), language=LANGUAGE)
def test_the_order_does_not_depend_on_where_one_begins(texts, language):
    assert in_order(texts, language, str) == in_order(in_order(texts, language), language)
    keys = [sort_key(text, language) for text in in_order(reversed(texts), language)]
    assert keys == sorted(sort_key(text, language) for text in texts)


@given(text=st.text(max_size=8), language=LANGUAGE)
def test_anything_can_be_ordered(text, language):
    assert sort_key(text, language) == sort_key(text, language)
    assert sort_key("", language) <= sort_key(text, language)
