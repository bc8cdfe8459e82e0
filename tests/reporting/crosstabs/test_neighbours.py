"""Headings that mean something by what stands beside them: children beside men and women, and what
is not stated."""

import pytest

from tests.reporting.crosstabs.making import codes, counted, read, sheet


def of(text):
    """Dimensions of the first row's numbers, by column; the place is left out."""
    reading, _, _ = read(sheet(text))
    found = {one.column: {k: v for k, v in one.dims.items() if k != "place"}
             for one in reading.cells if one.row == 3}  # fmt: skip
    assert all(one.closes for one in reading.reconciled)
    assert not reading.questions
    assert not codes(reading)
    return [found[column] for column in sorted(found)], reading


HEADINGS = [
    "Hommes | Femmes | Garçons | Filles",
    "Men | Women | Boys | Girls",
    "Hombres | Mujeres | Niños | Niñas",
    "Homens | Mulheres | Meninos | Meninas",
    "Мужчины | Женщины | Мальчики | Девочки",
    "رجال | نساء | أولاد | بنات",
    "男 | 女 | 男孩 | 女孩",
]
ALL = [
    *({"sex": "male", "age_group": "adult"}, {"sex": "female", "age_group": "adult"}),
    *({"sex": "male", "age_group": "child"}, {"sex": "female", "age_group": "child"}),
]


@pytest.mark.parametrize("heads", HEADINGS)
def test_boys_and_girls_are_children_beside_grown_men_and_women(heads):
    said, reading = of(
        f"2021\nPoste | {heads} | Total\nA | 4 | 2 | 3 | 1 | 10\nB | 3 | 2 | 1 | 0 | 6\n"
        "Total | 7 | 4 | 4 | 1 | 16"
    )
    assert said == ALL
    assert sum(counted(reading).values()) == 16


@pytest.mark.parametrize("heads", ["Hommes | Femmes | Garçons | Filles",
                                   "Hommes | Femmes | dont garçons | dont filles"])  # fmt: skip
def test_children_whom_the_totals_count_among_the_others_make_nobody_else_an_adult(heads):
    said, _ = of(
        f"2021\nPoste | {heads} | Total\nA | 4 | 2 | 3 | 1 | 6\nB | 3 | 2 | 1 | 0 | 5\n"
        "Total | 7 | 4 | 4 | 1 | 11"
    )
    assert [one.get("age_group") for one in said] == [None, None, "child", "child"]


@pytest.mark.parametrize("heads", ["Hombres | Mujeres | Niños", "Hommes | Femmes | Mineurs"])
def test_children_of_both_sexes_have_none(heads):
    said, _ = of(
        f"2021\nPoste | {heads} | Total\nA | 4 | 2 | 3 | 9\nB | 3 | 2 | 1 | 6\n"
        "Total | 7 | 4 | 4 | 15"
    )
    assert said == [*ALL[:2], {"age_group": "child"}]


@pytest.mark.parametrize(
    "heads",
    [
        "Hommes | Femmes | Sexe non précisé",
        "Hommes | Femmes | Inconnu",
        "Men | Women | Sex not stated",
        "Men | Women | Unknown",
        "Hombres | Mujeres | Sexo no especificado",
        "Hombres | Mujeres | Desconocido",
        "Homens | Mulheres | Sexo não informado",
        "Мужчины | Женщины | Пол не указан",
        "Мужчины | Женщины | Не указано",
        "ذكور | إناث | الجنس غير محدد",
        "ذكور | إناث | غير محدد",
        "男 | 女 | 性别不明",
        "男 | 女 | 不明",
    ],
)
def test_what_is_not_stated_beside_sexes_is_the_sex(heads):
    said, _ = of(f"2021\nPoste | {heads} | Total\nA | 4 | 2 | 3 | 9\nB | 3 | 2 | 1 | 6")
    assert said == [{"sex": "male"}, {"sex": "female"}, {"sex": "unknown"}]


@pytest.mark.parametrize("word", ["Non précisé", "Sexe inconnu"])
def test_a_label_of_a_column_of_sexes_is_of_them_too(word):
    reading, _, _ = read(
        sheet(f"2021\nSexe | Nombre\nHommes | 4\nFemmes | 3\n{word} | 2\nTotal | 9")
    )
    assert not codes(reading)
    assert [one.dims for one in reading.cells][-1] == {"sex": "unknown"}


@pytest.mark.parametrize(
    "word",
    ["Nationalité inconnue", "Nationality not stated", "Nacionalidad desconocida",
     "Nacionalidade não informada", "Гражданство не указано", "جنسية غير معروفة", "国籍不明"],
)  # fmt: skip
def test_a_nationality_that_is_not_known_stays_one_beside_nationalities_and_sexes(word):
    reading, _, _ = read(
        sheet(f"2021\nPays | Hommes | Femmes\nMali | 4 | 2\nTogo | 3 | 1\n{word} | 1 | 2")
    )
    assert not codes(reading)
    assert {one.dims["origin"] for one in reading.cells if one.row == 5} == {"OOO"}


def test_an_age_that_is_not_known_is_asked_about_and_is_no_nationality():
    reading, _, _ = read(
        sheet("2021\nPoste | Adultes | Mineurs | Âge inconnu\nA | 4 | 2 | 3\nB | 3 | 2 | 1")
    )
    assert codes(reading) == [("unknown_meaning", 2, 3)]
    assert not any("origin" in one.dims for one in reading.cells)
