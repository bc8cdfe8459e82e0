"""What a word of a pasted table means: a value of a breakdown, a part of the period, a total."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cairn.formats.lexicon import normalize_header
from cairn.kernel.errors import CairnError
from cairn.kernel.languages import LANGUAGES
from cairn.reference.demonyms import match_nationality
from cairn.reference.dimensions import dimensions
from cairn.reference.vocabularies import vocabulary
from cairn.reporting.filings.counts import is_value
from cairn.reporting.filings.definitions import COUNTRIES, DIMENSIONS
from cairn.reporting.filings.models import Filing
from cairn.reporting.reading.crosstabs.words import origins_in
from cairn.web.desk.filing.cells import read_number
from cairn.web.desk.filing.pasted_periods import Lies, place
from cairn.web.desk.filing.words import SPECIAL, WHEN, value_words
from cairn.web.say import current

TOTALS = frozenset(
    normalize_header(word)
    for word in (
        *("total", "totals", "sub total", "subtotal", "grand total", "all", "sum"),
        *("totaux", "sous total", "total general", "total général", "ensemble", "somme"),
        *("totales", "subtotais", "total geral", "suma", "soma"),
        *("итого", "всего", "итого всего", "المجموع", "الإجمالي", "مجموع", "المجموع الفرعي"),
        *("合计", "总计", "小计", "共计"),
    )
)


@dataclass(frozen=True, slots=True)
class Meant:
    """One value of a breakdown: what was written, and what it means; uncertain: candidates."""

    dimension: str
    written: str
    value: str
    candidates: tuple[str, ...] = ()


def cell_at(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def is_number(text: str) -> bool:
    try:
        read_number(text)
    except CairnError:
        return False
    return True


def meaning_of(filing: Filing, dimension: str, written: str) -> Meant:
    text = written.strip()
    if dimension in COUNTRIES:
        return _country(dimension, text)
    if dimension == WHEN:
        return Meant(dimension, text, _month(filing, text))
    if dimension == "place":
        return Meant(dimension, text, text[:120])
    return Meant(dimension, text, _spelt(dimension).get(normalize_header(text), ""))


def _country(dimension: str, text: str) -> Meant:
    """As labels of a workbook are read: names of countries, words for their nationals, and what
    says that none is known."""
    special = [SPECIAL.get(code, code) for code in origins_in(text)]
    if len(special) == 1 and is_value(dimension, special[0]):
        return Meant(dimension, text, special[0])
    found = match_nationality(text, language=current())
    codes = [SPECIAL.get(code, code) for code, _score in found.candidates[:6]]
    usable = tuple(code for code in codes if is_value(dimension, code))
    if found.certain and usable:
        return Meant(dimension, text, usable[0])
    return Meant(dimension, text, "", usable)


def _month(filing: Filing, text: str) -> str:
    """`janv.-24`, `2024-01`, `March`: a part of the period, or the whole of it."""
    found = place(filing, text)
    return "" if found is None or found.lies is Lies.OUTSIDE else found.value


@lru_cache(maxsize=64)
def _spelt(dimension: str) -> dict[str, str]:
    """Each spelling of a value of a closed list, in all languages, and the value."""
    found: dict[str, str] = {}
    if known := DIMENSIONS[dimension]:
        for one in vocabulary(known).terms.values():
            for word in (one.key, *one.labels.values()):
                found.setdefault(normalize_header(word), one.key)
        return found
    from django.utils.translation import override

    for value in dimensions()[dimension].values.values():
        for word in (value.key, value.label, *value.spellings):
            found.setdefault(normalize_header(word), value.key)
        for language in LANGUAGES:
            with override(language):
                found.setdefault(normalize_header(value_words(dimension, value.key)), value.key)
    for word, key in SHORT.get(dimension, {}).items():
        found.setdefault(normalize_header(word), key)
    return found


SHORT = {  # as headings of ministries say it
    "sex": {
        **dict.fromkeys(
            ("women", "femmes", "mujeres", "mulheres", "женщины", "نساء", "إناث"), "female"
        ),
        **dict.fromkeys(("men", "hommes", "hombres", "homens", "мужчины", "رجال", "ذكور"), "male"),
        **dict.fromkeys(("女", "女性"), "female"),
        **dict.fromkeys(("男", "男性"), "male"),
        **dict.fromkeys(("h", "m"), "male"),
        "f": "female",
    },
    "age_group": {
        **dict.fromkeys(("adultes", "majeurs", "adultos", "взрослые", "بالغون", "成人"), "adult"),
        **dict.fromkeys(
            ("mineurs", "enfants", "menores", "niños", "дети", "أطفال", "儿童"), "child"
        ),
    },
}
