"""Reads and writes the catalogues of translations, and says what is wrong with one.

A catalogue is an ordinary PO file, written so that a change of one sentence changes one place: in
the order of the sentences, without line numbers and without dates. Its header says whether a person
has reviewed it. What a translation must keep: its placeholders, its HTML tags and, for a sentence
with a number, one form for each plural of its language.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import normalize, read_po
from sentences import PACKAGE, Key

LANGUAGES = ("ar", "es", "fr", "ru", "zh")  # English is what is translated from
NOT_REVIEWED = "not reviewed by a person"
REVIEW = re.compile(r'^"X-Review: (.*?)\\n"$', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")

# Django and its companions speak Chinese as zh_Hans; our catalogue is zh, so their sentences are
# put below ours when it is compiled.
BORROWED = {"zh": ("zh_Hans", ("django.conf", "django.contrib.auth", "allauth"))}


# Under what the counted number stands in a sentence; `m` and `shown` are its written form.
COUNTED = {"n", "count", "counter", "m", "shown"}


@dataclass(slots=True)
class Translation:
    """The forms of one sentence in one language; empty where nobody has translated it."""

    forms: tuple[str, ...]
    fuzzy: bool = False


@dataclass(slots=True)
class Catalogue:
    language: str
    review: str = NOT_REVIEWED
    entries: dict[Key, Translation] = field(default_factory=dict)

    @property
    def plurals(self) -> int:
        return get_plural(self.language).num_plurals

    def forms_of(self, key: Key) -> int:
        return self.plurals if key.plural else 1


def path_of(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalogue:
    """The catalogue of a language; an empty one where there is no file yet."""
    path = path_of(language)
    catalogue = Catalogue(language)
    if not path.exists():
        return catalogue
    text = path.read_text("utf-8")
    if review := REVIEW.search(text):
        catalogue.review = review[1]
    for message in read_po(BytesIO(text.encode()), locale=language):
        if message.id:
            one, many = message.id if isinstance(message.id, tuple | list) else (message.id, "")
            given = message.string
            forms = tuple(given) if isinstance(given, tuple | list) else (given or "",)
            key = Key(one, many, message.context or "")
            catalogue.entries[key] = Translation(forms, message.fuzzy)
    return catalogue


def write(catalogue: Catalogue, where: Mapping[Key, set[str]]) -> None:
    path = path_of(catalogue.language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_po(catalogue, where), "utf-8")


def header(catalogue: Catalogue) -> str:
    lines = (
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Language: {catalogue.language}",
        f"Plural-Forms: {get_plural(catalogue.language).plural_forms}",
        f"X-Review: {catalogue.review}",
    )
    return "".join(f"{line}\n" for line in lines)


def as_po(catalogue: Catalogue, where: Mapping[Key, set[str]]) -> str:
    lines = [f'msgid ""\nmsgstr ""\n{_quoted_lines(header(catalogue))}\n']
    for key in sorted(catalogue.entries):
        translation = catalogue.entries[key]
        block = [f"#: {place}" for place in sorted(where.get(key, ()))]
        block += ["#, fuzzy"] if translation.fuzzy else []
        block += [f"msgctxt {normalize(key.context)}"] if key.context else []
        block += [f"msgid {normalize(key.id)}"]
        if key.plural:
            block += [f"msgid_plural {normalize(key.plural)}"]
            forms = enumerate(translation.forms)
            block += [f"msgstr[{number}] {normalize(form)}" for number, form in forms]
        else:
            block += [f"msgstr {normalize(translation.forms[0])}"]
        lines.append("\n".join(block) + "\n")
    return "\n".join(lines)


def problems(catalogue: Catalogue, wanted: Mapping[Key, set[str]]) -> Iterator[str]:
    """Everything that keeps this catalogue from being shipped."""
    for key in sorted(set(wanted) - set(catalogue.entries)):
        yield f"missing: {key.id!r}"
    for key, translation in sorted(catalogue.entries.items()):
        if key not in wanted:
            yield f"stale, no longer in the product: {key.id!r}"
        elif translation.fuzzy:
            yield f"fuzzy: {key.id!r}"
        elif not all(translation.forms):
            yield f"missing: {key.id!r}"
        else:
            for problem in wrong(catalogue, key, translation.forms):
                yield f"{problem}: {key.id!r}"


def wrong(catalogue: Catalogue, key: Key, forms: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the forms of one translation."""
    if len(forms) != (expected := catalogue.forms_of(key)):
        yield f"{len(forms)} plural forms instead of {expected}"
    whole = key.plural or key.id
    needed, tags = set(PLACEHOLDER.findall(whole)), sorted(TAG.findall(whole))
    for form in forms:
        held = set(PLACEHOLDER.findall(form))
        # One, two or none may be said in words, so a plural form may leave out the number itself.
        if held - needed or needed - held - (COUNTED if key.plural else set()):
            yield f"placeholders {sorted(held)} instead of {sorted(needed)}"
        if _stray_percent(form, needed):
            yield "a per cent sign that is not doubled"
        if sorted(TAG.findall(form)) != tags:
            yield "other HTML tags"
        if (form[:1].isspace(), form[-1:].isspace()) != (whole[:1].isspace(), whole[-1:].isspace()):
            yield "white space at an end"


def compiled(catalogue: Catalogue) -> Catalog:
    """The catalogue as it is read at run time, with what is borrowed below it."""
    made = _WithHeader(locale=catalogue.language, charset="utf-8")
    made.our_header = header(catalogue)
    locale, packages = BORROWED.get(catalogue.language, ("", ()))
    for package in packages:
        for message in _borrow(package, locale):
            made.add(message.id, message.string, context=message.context)
    for key, translation in catalogue.entries.items():
        if all(translation.forms) and not translation.fuzzy:
            identity = (key.id, key.plural) if key.plural else key.id
            made.delete(identity, key.context or None)
            forms = translation.forms if key.plural else translation.forms[0]
            made.add(identity, forms, context=key.context or None)
    return made


class _WithHeader(Catalog):
    """Babel's catalogue knows only its own header fields; ours says who reviewed it."""

    our_header = ""

    def __iter__(self) -> Iterator:  # type: ignore[type-arg]
        first, *rest = super().__iter__()
        first.string = self.our_header
        yield first
        yield from rest


def _borrow(package: str, locale: str) -> Iterator:  # type: ignore[type-arg]
    from importlib.resources import files

    place = files(package) / "locale" / locale / "LC_MESSAGES" / "django.mo"
    for message in read_mo(BytesIO(place.read_bytes())):
        if message.id and message.string:
            if isinstance(message.context, bytes):  # Babel leaves it undecoded
                message.context = message.context.decode()
            yield message


def _stray_percent(text: str, placeholders: set[str]) -> bool:
    if not placeholders:
        return False  # shown as it stands, never formatted
    return "%" in PLACEHOLDER.sub("", text).replace("%%", "")


def _quoted_lines(text: str) -> str:
    return "\n".join(f'"{line}\\n"' for line in text.splitlines()) + "\n"
