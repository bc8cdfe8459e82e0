"""What the heading of a column announces about its cells.

"Passport no." over a column makes numbers of its cells passport numbers, whatever they look like;
"Case no." makes them harmless; "Full name" makes words names, and so does "Name" alone beside a
column that is of one person each.
"""

import functools
import re
from collections.abc import Sequence
from enum import Enum

from cairn.reporting.screening.cues import Cues, Lexicon, announcing, phrases
from cairn.reporting.screening.findings import HEADING, Act, Hit, Kind
from cairn.reporting.screening.lists import words
from cairn.reporting.screening.numbers import KINDS, acceptable
from cairn.reporting.screening.plain import plain


class Heading(Enum):
    """The value is the sort of cue, or of name."""

    NONE = ""
    PASSPORT = "passport"
    IDENTITY = "identity"
    PHONE = "phone"
    PLATE = "plate"
    ACCOUNT = "account"
    OTHER = "other"  # numbers that identify no person
    NAME = "name"  # of a person, said so
    SOME_NAME = "some_name"  # of anything
    BIRTH = "birth"  # the day on which somebody was born


NAMES = (
    "full name, first name, last name, surname, family name, given name, given names, forename, "
    "name of migrant, name of the migrant, migrant name, victim name, name of victim, "
    "suspect name, "
    "name of suspect, name of smuggler, smuggler name, passenger name, name of passenger, "
    "name of person, person name, father's name, mother's name, driver name, witness name, "
    "nom complet, nom et prénom, nom et prénoms, prénom, prénoms, nom de famille, nom du migrant, "
    "nom de la victime, nombre completo, nombres, nombre y apellidos, nombres y apellidos, "
    "apellido, "
    "apellidos, nombre del migrante, nombre de la víctima, nome completo, sobrenome, apelido, "
    "nome do migrante, nome da vítima, фио, ф.и.о., фамилия, имя, отчество, полное имя, "
    "фамилия имя отчество, الاسم الكامل, الاسم واللقب, اللقب, اسم المهاجر, "
    "اسم الضحية, الاسم الأول, "
    "اسم العائلة, اسم الشخص, 姓名, 名字, 姓氏, 全名"
)
ANY_NAMES = "name, names, nom, noms, nombre, nome, الاسم, اسم, имя, 名称"
BIRTHS = (
    "date of birth, birth date, birthdate, birthday, dob, d.o.b., born on, date de naissance, "
    "date naissance, date naiss, date de naiss, né le, née le, né(e) le, née/né le, né/née le, "
    "ddn, fecha de nacimiento, fecha nacimiento, fecha nac, fecha de nac, nacido el, "
    "data de nascimento, data nascimento, data nasc, nascido em, дата рождения, дата рожд, д.р., "
    "تاريخ الميلاد, تاريخ الولادة, 出生日期, 出生年月日, 生日"
)
OF_ONE_PERSON = frozenset(
    {Heading.PASSPORT, Heading.IDENTITY, Heading.PHONE, Heading.NAME, Heading.BIRTH}
)
_GENERAL = frozenset(
    {"id", "contact", "contacto", "contato", "number", "numero", "código", "رقم", "номер", "号码"}
)
_LINKS = frozenset(
    {"url", "urls", "link", "links", "lien", "liens", "enlace", "ссылка", "رابط", "链接"}
)
_WORD = re.compile(r"[^\W\d_]{2,}")


@functools.cache
def _names() -> Lexicon:
    lists = {"name": NAMES, "some_name": ANY_NAMES, "birth": BIRTHS}
    return Lexicon({sort: phrases(known) for sort, known in lists.items()})


@functools.cache
def heading(text: str) -> Heading:
    """What this heading announces; the last cue in it is the noun in most languages."""
    low = plain(text[:200]).low
    named = [cue.sort for cue in _names().find(low)]
    if "birth" in named:  # beside a number of a passport or of a file as well
        return Heading.BIRTH
    sorts = [
        cue.sort
        for cue in Cues(announcing().find(low)).all
        if low[cue.start : cue.end] not in _GENERAL
    ]
    if "other" in sorts or _LINKS & set(_WORD.findall(low)):
        return Heading.OTHER
    for sort in sorts:
        if sort in KINDS:
            return Heading(sort)
    if "name" in named:
        return Heading.NAME
    return (
        Heading.SOME_NAME if "some_name" in named and len(_WORD.findall(low)) == 1 else Heading.NONE
    )


def headings(header: Sequence[object]) -> list[Heading]:
    """What each column announces, beside the others."""
    found = [heading(str(one)) if isinstance(one, str) else Heading.NONE for one in header]
    if OF_ONE_PERSON.isdisjoint(found):
        return found
    return [Heading.NAME if one is Heading.SOME_NAME else one for one in found]


def under(over: Heading, text: str) -> tuple[Hit, ...]:
    """What a cell is because of its heading; of names and numbers only what looks like one."""
    bare = text.strip()
    if not bare or over in (Heading.NONE, Heading.OTHER, Heading.SOME_NAME):
        return ()
    start = text.index(bare[0])
    end = start + len(bare)
    if over is Heading.BIRTH:  # whatever it looks like: "30/11", "né vers 2000", a number of days
        return (Hit(start, end, Kind.BIRTH_DATE, Act.REFUSE, 0.9, HEADING),)
    if over is Heading.NAME:
        known = words()
        parts = _WORD.findall(plain(bare).low)
        harmless = all(part in known.common or part in known.places for part in parts)
        if not parts or len(parts) > 6 or (harmless and not known.given & set(parts)):
            return ()
        return (Hit(start, end, Kind.NAME, Act.ASK, 0.8, HEADING),)
    kind, least = KINDS[over.value]
    short = re.sub(r"\W", "", plain(bare).raw)
    digits = sum(letter.isdigit() for letter in short)
    if digits < max(least, 4) and over is not Heading.PLATE or digits < least or len(bare) > 40:
        return ()
    if not acceptable("account" if over is not Heading.PLATE else "plate", bare, least):
        return ()
    return (Hit(start, end, kind, Act.REFUSE, 0.9, HEADING),)
