"""Labels and evidence of the vocabularies."""

import re

import pytest

from cairn.reference.vocabularies import (
    DEFINED_IN,
    LABEL_LANGUAGES,
    Evidence,
    UnknownTerm,
    UnknownVocabulary,
    definition,
    definitions,
    label,
    labels,
    term,
    vocabularies,
    vocabulary,
)

ALL = ("en", *LABEL_LANGUAGES)
# The term of the United Nations for smuggling of migrants and for trafficking in persons.
SMUGGLING = {
    "ar": "تهريب المهاجرين",
    "en": "Smuggling of migrants",
    "es": "Tráfico ilícito de migrantes",
    "fr": "Trafic illicite de migrants",
    "ru": "Незаконный ввоз мигрантов",
    "zh": "偷运移民",
}
TRAFFICKING = {
    "ar": "الاتجار بالأشخاص",
    "en": "Trafficking in persons",
    "es": "Trata de personas",
    "fr": "Traite des personnes",
    "ru": "Торговля людьми",
    "zh": "贩运人口",
}


def terms():
    for found in vocabularies().values():
        for one in found.terms.values():
            yield found, one


def test_there_are_772_terms_in_67_vocabularies():
    assert len(vocabularies()) == 67
    assert sum(1 for _ in terms()) == 772


def test_every_term_and_title_has_a_label_in_seven_languages():
    for found in vocabularies().values():
        assert set(found.titles) == set(ALL)
    for found, one in terms():
        assert set(one.labels) == set(ALL), (found.key, one.key)
        assert all(text and text == text.strip() for text in one.labels.values())


def test_label_files_name_no_term_that_the_english_file_lacks():
    for language in LABEL_LANGUAGES:
        found = labels(language)
        assert found.language == language
        for key, names in found.labels.items():
            assert set(names) == set(vocabulary(key).terms), (language, key)


def test_labels_are_written_in_the_script_of_their_language():
    scripts = {"ar": "[\u0600-\u06ff]", "ru": "[\u0400-\u04ff]", "zh": "[\u4e00-\u9fff]"}
    for found, one in terms():
        if found.key != "sharing_tlp_2_0":  # the colours are the same in every language
            for language, script in scripts.items():
                assert re.search(script, one.labels[language]), (found.key, one.key, language)


def test_no_label_is_left_in_english_but_where_the_word_is_the_same():
    same = [
        (language, one.labels["en"])
        for found, one in terms()
        for language in ("es", "pt")
        if one.labels[language] == one.labels["en"] and found.key != "sharing_tlp_2_0"
    ]
    assert set(same) == {("es", "Improbable"), ("pt", "Animal"), ("pt", "Scanner")}


@pytest.mark.parametrize("language", SMUGGLING)
def test_smuggling_and_trafficking_are_named_as_the_united_nations_name_them(language):
    smuggling = label("conduct_offence_types", "smuggling_illegal_entry", language)
    trafficking = term("conduct_offence_types", "trafficking_in_persons").labels[language]
    assert smuggling.startswith(SMUGGLING[language])
    assert trafficking.startswith(TRAFFICKING[language])


def test_no_label_on_smuggling_uses_the_word_for_trafficking_in_persons():
    for found, one in terms():
        if "smuggl" in one.labels["en"].lower() and "traffick" not in one.labels["en"].lower():
            assert "trata" not in one.labels["es"].lower(), (found.key, one.key)
            assert "traite" not in one.labels["fr"].lower()
            assert "торговл" not in one.labels["ru"].lower()
            assert "贩运" not in one.labels["zh"]
            assert "اتجار" not in one.labels["ar"]


def test_the_clause_is_not_called_an_exemption():
    found = vocabulary("legislation_tag_topics").terms.values()
    assert [one.key for one in found if "exemption" in one.labels["en"].lower()] == []


def test_recalled_and_project_terms_are_not_official():
    counts = dict.fromkeys(Evidence, 0)
    for _, one in terms():
        counts[one.evidence] += 1
        assert one.official == (one.evidence in (Evidence.READ, Evidence.TREATY))
    assert counts == {
        Evidence.READ: 274,
        Evidence.TREATY: 89,
        Evidence.RECALLED: 326,
        Evidence.PROJECT: 83,
    }


def test_every_label_file_says_that_no_person_has_reviewed_it():
    assert not any(labels(language).reviewed for language in LABEL_LANGUAGES)


def test_a_missing_language_falls_back_to_english_and_says_so():
    assert label("transport_modes", "sea", "ar") == "بحراً"
    assert label("transport_modes", "sea", "sw") == "Sea"
    assert label("transport_modes", "sea", "pt-BR") == "Mar"
    assert definition("transport_modes", "sea", "fr") == ("Étape maritime.", "fr")
    assert definition("transport_modes", "sea", "pt") == (
        term("transport_modes", "sea").definition,
        "en",
    )


def test_every_definition_is_of_a_term_and_no_person_has_reviewed_any():
    for language in DEFINED_IN:
        found = definitions(language)
        assert not found.reviewed
        for key, texts in found.definitions.items():
            assert set(texts) <= set(vocabulary(key).terms), (language, key)


def test_a_deprecated_term_names_a_successor_of_its_vocabulary():
    for found, one in terms():
        assert one.replaced_by is None or one.replaced_by in found.terms
        assert one.deprecated or one.replaced_by is None


def test_unknown_keys_are_refused():
    with pytest.raises(UnknownVocabulary, match="There is no vocabulary 'colours'"):
        vocabulary("colours")
    for language in ("en", "fr"):
        with pytest.raises(UnknownTerm, match="transport_modes has no term 'broom'"):
            label("transport_modes", "broom", language)
        with pytest.raises(UnknownVocabulary):
            label("colours", "red", language)
