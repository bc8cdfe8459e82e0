"""What the loader refuses, and that every shipped file passes it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from cairn.kernel.languages import LANGUAGES
from cairn.reference import (
    bodies,
    boundaries,
    countries,
    currencies,
    names,
    places,
    routes,
    treaties,
    vocabularies,
)
from cairn.reference.loading import (
    DATA,
    MissingKey,
    RepeatedKey,
    UnknownKey,
    WrongValue,
    load,
    read_csv,
    read_yaml,
)
from cairn.reference.treaty_texts import HELD


@dataclass(frozen=True, slots=True)
class Stone:
    name: str
    weight: float
    placed: date | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    stones: tuple[Stone, ...]
    labels: Mapping[str, str]


def pile(**changes):
    stone = {"name": "first", "weight": 2} | changes
    return load(Pile, {"stones": [stone], "labels": {"en": "Cairn"}}, file="pile.yaml", where="1")


def test_lists_and_mappings_become_frozen_values():
    found = pile(placed="2026-03-01")
    assert found.stones == (Stone("first", 2.0, date(2026, 3, 1)),)
    with pytest.raises(TypeError):
        found.labels["fr"] = "Cairn"


def test_an_unknown_key_is_refused_with_file_place_and_the_known_keys():
    with pytest.raises(UnknownKey) as error:
        pile(colour="grey")
    assert str(error.value) == (
        "pile.yaml, 1, stones[0]: nothing reads the key 'colour'; correct its spelling or remove "
        "it. Known keys: name, placed, weight."
    )


def test_a_missing_key_is_named():
    with pytest.raises(MissingKey, match="pile.yaml, 1: the key 'labels' is missing"):
        load(Pile, {"stones": []}, file="pile.yaml", where="1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": False}, "'name' is False, which is not str"),  # an unquoted NO in YAML
        ({"weight": "heavy"}, "'weight' is 'heavy', which is not float"),
        ({"weight": True}, "'weight' is True, which is not float"),
        ({"placed": "yesterday"}, "'placed' is 'yesterday', which is not a date"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(change, said):
    with pytest.raises(WrongValue) as error:
        pile(**change)
    assert said in str(error.value)


def test_a_key_that_stands_twice_in_yaml_is_refused(tmp_path):
    (tmp_path / "twice.yaml").write_text("one: 1\ntwo: 2\none: 3\n", encoding="utf-8")
    with pytest.raises(RepeatedKey, match="twice.yaml, line 3: the key 'one' stands here twice"):
        read_yaml("twice.yaml", tmp_path)


@pytest.mark.parametrize(
    ("text", "error"),
    [("a,b,c\n1,2,3\n", UnknownKey), ("a\n1\n", MissingKey), ("a,b\n1\n", WrongValue)],
)
def test_csv_must_have_exactly_the_columns_and_full_rows(tmp_path, text, error):
    (tmp_path / "some.csv").write_text(text, encoding="utf-8")
    with pytest.raises(error):
        list(read_csv("some.csv", ("a", "b"), tmp_path))


LOADERS = (
    {
        "bodies.yaml": bodies.bodies,
        "boundaries.geojson": lambda: json.loads(boundaries.boundaries_path().read_text("utf-8"))[
            "features"
        ],
        "countries.csv": countries.countries,
        "currencies.yaml": currencies.corrections,
        "country_alone.csv": names._alone,
        "country_ambiguous.csv": names.ambiguous_spellings,
        "country_points.csv": places.country_points,
        "country_spellings.csv": countries.spellings,
        "invented_nationals.csv": countries.invented_nationals,
        "invented_states.csv": countries.invented_states,
        "obligations.yaml": treaties.obligations,
        "places.csv": places.places,
        "regions.csv": countries.regions,
        "routes.yaml": routes.routes,
        "treaties.yaml": treaties.treaties,
        "treaty_status.csv": treaties.treaty_status,
        "vocabularies/terms.yaml": vocabularies.vocabularies,
    }
    | {
        f"vocabularies/labels.{language}.yaml": lambda language=language: (
            vocabularies.labels(language).titles
        )
        for language in vocabularies.LABEL_LANGUAGES
    }
    | {
        f"vocabularies/definitions.{language}.yaml": lambda language=language: (
            vocabularies.definitions(language).definitions
        )
        for language in vocabularies.DEFINED_IN
    }
)


@pytest.mark.parametrize("name", LOADERS)
def test_every_shipped_file_loads(name):
    assert (DATA / name).exists()
    assert len(LOADERS[name]()) > 0


def test_no_shipped_file_is_left_without_a_loader():
    elsewhere = {"dimensions.yaml", "demonyms.yaml"}  # read by modules of these names
    elsewhere |= {f"treaty_texts/{key}.{one}.json" for key in ("som", "untoc") for one in HELD}
    elsewhere |= {f"obligations.{one}.yaml" for one in LANGUAGES if one != "en"}
    shipped = {str(path.relative_to(DATA)) for path in DATA.rglob("*") if path.is_file()}
    assert shipped - elsewhere == set(LOADERS)
