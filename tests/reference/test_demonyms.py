"""Words for nationals in six languages, alone, in the plural, and explained by a bracket."""

import pytest

from cairn.reference.countries import countries
from cairn.reference.demonyms import demonyms, match_nationality
from cairn.reference.names import AMBIGUOUS, match_country

SURE = {
    "MLI": [
        "Maliens",
        "malienne",
        "maliense",
        "Malianos",
        "ماليون",
        "المالي",
        "малийцы",
        "Malians",
    ],
    "NER": ["Nigérienne", "Nigériens", "nigerinos", "نيجري"],
    "NGA": ["Nigérianes", "nigeriano", "нигерийцы", "Nigerians"],
    "SDN": ["سوداني", "السودانيون", "سودانية", "суданец", "Soudanaise"],
    "SSD": ["جنوب سوداني", "Sud-Soudanais"],
    "COD": ["Congolais (RDC)", "Congoleses (RDC)", "конголезцы (ДРК)", "ressortissants de la RDC"],
    "COG": ["Congoleses (Brazzaville)"],
    "SYR": ["Сирийцы", "سوريين", "Syriennes"],
    "UZB": ["граждане Узбекистана", "узбеки", "Ouzbèkes"],
    "MMR": ["Myanmar nationals", "birmanes"],
    "SEN": ["Sénégalais / سنغاليون", "Sénégalaises", "senegaleses"],
    "CHN": ["КНР", "chinas", "صينيون"],
}
ASKED = {
    "Congolais": {"COG", "COD"},
    "كونغوليون": {"COG", "COD"},
    "Guinéennes": {"GIN", "GNB", "GNQ"},
    "Coréens": {"KOR", "PRK"},
    "Nigérien": {"NER", "NGA"},
    "Guinéens / غينيون": {"GIN", "GNB", "GNQ"},
}


@pytest.mark.parametrize(
    ("word", "iso3"), [(word, iso3) for iso3, words in SURE.items() for word in words]
)
def test_a_word_for_nationals_means_their_state(word, iso3):
    match = match_nationality(word)
    assert (match.iso3, match.certain) == (iso3, True)


@pytest.mark.parametrize("word", ASKED)
def test_what_may_mean_several_is_asked(word):
    match = match_nationality(word)
    assert (match.iso3, match.because) == (None, AMBIGUOUS)
    assert {code for code, _ in match.candidates} >= ASKED[word]


def test_a_name_of_a_country_is_never_changed_by_a_word_for_nationals():
    for found in countries().values():
        for name in found.names.values():
            match = match_country(name)
            if match.certain:
                assert match_nationality(name).iso3 == match.iso3, name


def test_words_for_the_nationals_of_eighty_states_are_known():
    assert len({codes[0] for codes in demonyms().values()}) > 80


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("Britanniques", "GBR"), ("Anglaises", "GBR"), ("Ingleses", "GBR"), ("Британцы", "GBR")),
        *(("Saoudiens", "SAU"), ("سعوديون", "SAU"), ("Sauditas", "SAU"), ("Bosniens", "BIH")),
        *(("Macédoine", "MKD"), ("Македонцы", "MKD"), ("马其顿", "MKD"), ("Hollandais", "NLD")),
        *(("Gambie (la)", "GMB"), ("Comores (les)", "COM"), ("Gambia (The)", "GMB")),
    ],
)
def test_words_of_europe_and_articles_in_brackets(written, code):
    match = match_nationality(written)
    assert (match.iso3, match.certain) == (code, True)


def test_an_article_in_brackets_does_not_say_which_of_several_is_meant():
    assert not match_nationality("Guinée (la)").certain
