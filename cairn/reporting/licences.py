"""Terms under which sources may be used; a licence that is not listed allows nothing."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Licence:
    key: str
    title: str
    url: str
    reuse: bool  # whether figures may be published unchanged


@cache
def licences() -> dict[str, Licence]:
    path = files("cairn.reporting").joinpath("data/licences.yaml")
    loaded = yaml.safe_load(path.read_text("utf-8"))
    return {key: Licence(key, **body) for key, body in loaded.items()}


def may_be_published(key: str) -> bool:
    known = licences().get(key)
    return known is not None and known.reuse
