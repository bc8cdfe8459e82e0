"""Publications of any kind, as reference managers have them."""

import string

from hypothesis import strategies as st

from cairn.knowledge.publications import ris
from cairn.knowledge.publications.csl import TYPES

SCRIPTS = (
    *("Ađorđević Łukasz Ñandú", "Straße & Söhne 100 % #1 $5 a_b", "تهريب المهاجرين عبر البحر"),
    *("偷运移民的网络", "Нелегальная миграция", "“Quoted” – and ‘single’ — dash…", "a^b ~ c \\ d"),
    *(
        "The {Braced} title",
        "L’été -- trois --- quatre `` ''",
        "x < y > z",
        "<i>Rhodesia</i> again",
    ),
    *("İstanbul'da göç", "O'Brien\u00a0and sons"),
)
letters = st.text(string.ascii_letters + "éüñłßøåšž", min_size=1, max_size=10)
words = st.one_of(
    st.sampled_from(SCRIPTS),
    st.lists(letters, min_size=1, max_size=5).map(" ".join),
)
capital = letters.map(str.capitalize).filter(lambda one: one[0].isupper())
particles = st.sampled_from(["van der", "von", "de la", "al"])
persons = st.fixed_dictionaries(
    {"family": st.one_of(capital, st.sampled_from(["Izcara Palacios", "de Massol de Rebetz"]))},
    optional={
        "given": st.sampled_from(["Jan", "María José", "J. K.", "Ko-lin", "李"]),
        "non-dropping-particle": particles,
        "suffix": st.sampled_from(["Jr.", "III"]),
    },
)
bodies = st.sampled_from(
    ["United Nations Office on Drugs and Crime", "المنظمة الدولية للهجرة", "W.H.O. {Europe}"]
)
names = st.lists(
    st.one_of(persons, bodies.map(lambda one: {"literal": one})), min_size=1, max_size=4
)
years = st.integers(1000, 9999)
parts = st.one_of(
    st.tuples(years),
    st.tuples(years, st.integers(1, 12)),
    st.tuples(years, st.integers(1, 12), st.integers(1, 28)),
).map(list)
dates = st.one_of(
    st.lists(parts, min_size=1, max_size=2).map(lambda one: {"date-parts": one}),
    years.map(lambda year: {"date-parts": [[year]], "circa": True}),
    st.tuples(years, st.sampled_from("1234")).map(
        lambda pair: {"date-parts": [[pair[0]]], "season": pair[1]}
    ),
)
TEXTS = (
    *("container-title", "publisher", "publisher-place", "volume", "issue", "number", "edition"),
    *("abstract", "genre", "collection-title", "title-short", "DOI", "URL", "language", "version"),
    *("event-title", "archive", "status", "jurisdiction", "note"),
)
entries = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(TYPES)), "title": words},
    optional={
        "author": names,
        "editor": names,
        "director": names,
        "issued": dates,
        "accessed": dates,
        "original-date": dates,
        "page": st.sampled_from(["7", "12-34", "A1-A9", "1-3, 7-9"]),
        **dict.fromkeys(TEXTS, words),
    },
)
# What RIS can hold: its types, one date, names without particles or commas, no doubtful dates.
IN_RIS = (
    *("container-title", "publisher", "publisher-place", "volume", "issue", "number", "edition"),
    *("abstract", "genre", "collection-title", "title-short", "DOI", "URL", "language", "note"),
)
plain_persons = st.fixed_dictionaries({"family": capital, "given": st.sampled_from(["Jan", "李"])})
plain_names = st.lists(
    st.one_of(plain_persons, bodies.map(lambda one: {"literal": one})), min_size=1, max_size=4
)
for_ris = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(ris.TYPE_OUT)), "title": words},
    optional={
        "author": plain_names,
        "editor": plain_names,
        "issued": st.lists(parts, min_size=1, max_size=1).map(lambda one: {"date-parts": one}),
        "page": st.sampled_from(["7", "12-34", "A1-A9"]),
        "keyword": st.sampled_from(["sea", "fees, routes"]),
        **dict.fromkeys(IN_RIS, words),
    },
)
