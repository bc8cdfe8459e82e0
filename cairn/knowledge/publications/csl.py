"""What CSL-JSON knows of a publication, and how an entry is made tidy without a change of meaning.

The names are those of the schema of the Citation Style Language 1.0.2. What it does not know is
told and not dropped: a field with a typing error is a fact that would disappear. A program with
fields of its own keeps them in `custom`, which the schema sets aside for that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.knowledge.shapes import ValueIsWrong, Wrong, clean

TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
NAMES = frozenset(
    [
        "author",
        "chair",
        "collection-editor",
        "compiler",
        "composer",
        "container-author",
        "contributor",
        "curator",
        "director",
        "editor",
        "editorial-director",
        "executive-producer",
        "guest",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
        "organizer",
        "original-author",
        "performer",
        "producer",
        "recipient",
        "reviewed-author",
        "script-writer",
        "series-creator",
        "translator",
    ]
)
DATES = frozenset(
    ["accessed", "available-date", "event-date", "issued", "original-date", "submitted"]
)
TEXTS = frozenset(
    [
        "abstract",
        "annote",
        "archive",
        "archive-place",
        "archive_collection",
        "archive_location",
        "authority",
        "call-number",
        "chapter-number",
        "citation-key",
        "citation-label",
        "citation-number",
        "collection-number",
        "collection-title",
        "container-title",
        "container-title-short",
        "dimensions",
        "division",
        "DOI",
        "edition",
        "event",
        "event-place",
        "event-title",
        "first-reference-note-number",
        "genre",
        "ISBN",
        "ISSN",
        "issue",
        "journalAbbreviation",
        "jurisdiction",
        "keyword",
        "language",
        "license",
        "locator",
        "medium",
        "note",
        "number",
        "number-of-pages",
        "number-of-volumes",
        "original-publisher",
        "original-publisher-place",
        "original-title",
        "page",
        "page-first",
        "part",
        "part-number",
        "part-title",
        "PMCID",
        "PMID",
        "printing",
        "printing-number",
        "publisher",
        "publisher-place",
        "references",
        "reviewed-genre",
        "reviewed-title",
        "scale",
        "section",
        "shortTitle",
        "source",
        "status",
        "supplement",
        "supplement-number",
        "title",
        "title-short",
        "URL",
        "version",
        "volume",
        "volume-title",
        "volume-title-short",
        "year-suffix",
    ]
)
OTHERS = frozenset({"id", "type", "categories", "custom"})
KNOWN = NAMES | DATES | TEXTS | OTHERS
OF_A_NAME = frozenset(
    [
        "family",
        "given",
        "dropping-particle",
        "non-dropping-particle",
        "suffix",
        "comma-suffix",
        "static-ordering",
        "literal",
        "parse-names",
    ]
)
OF_A_DATE = frozenset(["date-parts", "season", "circa", "literal", "raw"])
DEEPEST = 4  # of what stands in `custom`


class NotOfCsl(CairnError):
    text = noop(
        "%(place)s: CSL-JSON knows no field %(key)r; correct its spelling, or put it into “custom”."
    )


class FieldIsMissing(CairnError):
    text = noop("%(place)s: every publication has this; add it.")


def tidied(entry: Any) -> tuple[dict[str, Any], list[Wrong]]:
    """The entry with clean texts and whole numbers in dates, and all that is wrong with it."""
    problems: list[Wrong] = []
    if not isinstance(entry, Mapping):
        _wrong(problems, "/", entry, noop("a record with keys"))
        return {}, problems
    made = {}
    for key, value in entry.items():
        if key not in KNOWN:
            problems.append(Wrong(str(key)[:80], NotOfCsl(place="/", key=str(key)[:80])))
            continue
        kept = _field(key, value, problems)
        if kept not in (None, "", [], {}):
            made[key] = kept
    for key in ("type", "title"):
        if key not in made and not any(one.place == key for one in problems):
            problems.append(Wrong(key, FieldIsMissing(place=key)))
    return made, problems


def _field(key: str, value: Any, problems: list[Wrong]) -> Any:
    if value is None:
        return None
    if key in NAMES:
        return list(_names(key, value, problems))
    if key in DATES:
        return _date(key, value, problems)
    if key == "type":
        if not isinstance(value, str) or value not in TYPES:
            return _wrong(problems, key, value, noop("a type that CSL knows"))
        return value
    if key == "categories":
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return _wrong(problems, key, value, noop("a list"))
        return [clean(one) for one in value]
    if key == "custom":
        if not isinstance(value, Mapping):
            return _wrong(problems, key, value, noop("a record with keys"))
        return _custom(value, problems, DEEPEST)
    return _text(key, value, problems)


def _text(place: str, value: Any, problems: list[Wrong]) -> str | None:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    _wrong(problems, place, value, noop("text"))
    return None


def _names(key: str, value: Any, problems: list[Wrong]) -> Iterator[dict[str, Any]]:
    if not isinstance(value, list | tuple):
        _wrong(problems, key, value, noop("a list"))
        return
    for n, one in enumerate(value):
        place = f"{key}[{n}]"
        if not isinstance(one, Mapping):
            _wrong(problems, place, one, noop("a record with keys"))
            continue
        name: dict[str, Any] = {}
        for part, told in one.items():
            where = f"{place}.{part}"
            if part not in OF_A_NAME:
                problems.append(Wrong(where, NotOfCsl(place=place, key=str(part)[:80])))
            elif isinstance(told, bool):
                name[part] = told
            elif told not in (None, "") and (text := _text(where, told, problems)):
                name[part] = text
        if name:
            yield name


def _date(key: str, value: Any, problems: list[Wrong]) -> dict[str, Any] | None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return {"raw": clean(str(value))} if str(value).strip() else None
    if not isinstance(value, Mapping):
        _wrong(problems, key, value, noop("a date of CSL"))
        return None
    made: dict[str, Any] = {}
    for part, told in value.items():
        where = f"{key}.{part}"
        if part not in OF_A_DATE:
            problems.append(Wrong(where, NotOfCsl(place=key, key=str(part)[:80])))
        elif part == "date-parts":
            parts = _parts(told)
            if parts is None:
                _wrong(problems, where, told, noop("years, months and days in lists"))
            elif parts:
                made[part] = parts
        elif isinstance(told, bool):
            made[part] = told
        elif told not in (None, "") and (text := _text(where, told, problems)):
            made[part] = text
    return made


def _parts(value: Any) -> list[list[int]] | None:
    """The parts as whole numbers; None where they are no dates, [] where there are none."""
    if not isinstance(value, list | tuple) or len(value) > 2:
        return None
    made = []
    for one in value:
        if not isinstance(one, list | tuple) or len(one) > 3:
            return None
        try:
            numbers = [int(part) for part in one if part not in ("", None)]
        except (TypeError, ValueError, OverflowError):
            return None
        if any(not 0 < number <= most for number, most in zip(numbers[1:], (12, 31), strict=False)):
            return None
        if numbers and not 0 < numbers[0] <= 9999:
            return None
        if numbers:
            made.append(numbers)
    return made


def _custom(value: Any, problems: list[Wrong], deep: int) -> Any:
    if deep < 0:
        _wrong(problems, "custom", value, noop("less deeply nested"))
        return None
    if isinstance(value, Mapping):
        return {clean(str(key)): _custom(one, problems, deep - 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_custom(one, problems, deep - 1) for one in value]
    return clean(value) if isinstance(value, str) else value


def _wrong(problems: list[Wrong], place: str, value: Any, expected: str) -> None:
    error = ValueIsWrong(place=place, value=str(value)[:80], expected=expected)
    problems.append(Wrong(place, error))
