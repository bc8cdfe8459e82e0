"""Likely names of persons in scripts with capital letters, Latin and Cyrillic.

Words with a capital that stand side by side are judged together: by what stands before and after
them, by common given and family names, and by the way names are built. Places, offices and bodies
are taken out first. A likely name is a question to a person, never a verdict.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cairn.reporting.screening.cues import HAN, Cues
from cairn.reporting.screening.findings import (
    AGE,
    AUTHOR,
    DESCENT,
    INITIALS,
    KNOWN,
    ROLE,
    TITLE,
    Act,
    Hit,
    Kind,
    Where,
)
from cairn.reporting.screening.lists import Words, words
from cairn.reporting.screening.plain import Plain

WORD = re.compile(rf"[^\W\d{HAN}\u0600-\u06ff]+(?:['’ʼ`\-][^\W\d{HAN}\u0600-\u06ff]+){{0,4}}")
_PATRONYMIC = re.compile(
    r"[а-яa-z]{2,}(?:ович|евич|овна|евна|ична|овича|евича|овне|евне|овну|евну|овной|евной|овичем"
    r"|евичем|ovich|evich|ovna|evna)$"
)
_SLAVIC = re.compile(
    r"[а-я]{3,}(?:ов|ев|ин|ын|ова|ева|ина|ского|ский|ская|ской|цкий|цкая|енко|чук|ова|овой|евой"
    r"|ову|еву|ова|оев|аев|ёв|швили|дзе|янц|ян)$"
)
_GAP = re.compile(r" {1,2}|\. ?|-|, (?=\w)")
_AGE = re.compile(
    r" ?[,(]? ?(?:aged? |âgée? de |de |\(|возраст )?[1-9]\d(?!\d)(?! ?%)(?! ?(?:migrant|person"
    r"|people|км|km))"
)
# The word before, over "of" and an article; the one after, over "international".
_BEFORE = re.compile(
    r"([\w'/]+)\s*[\"'“«(]*\s*(?:(of|de|del|do|da|du|des|d')(?: (?:the|la|los|las"
    r"|les))? ?)?(?:named |called )?$"
)
_FOLLOWING = re.compile(r"[\"'”»)]?[ \-](?:international |national |inter-?)?([^\W\d_]+)")
_COUNTRY = re.compile(r", ([^\W\d_][^,.;:()\n]{2,30})(?=[,.;\n]|$)")
_ARTICLE = re.compile(r"(?<!\w)(?:El|La|Le|Los|The|O|A|Big) $")
SENTENCE = re.compile(r"(?:^|[.!?:;•\n\"“«(\-]) *$")
_OF = re.compile(r" (?:of|and|de|del|du) ")
IDENTIFIES = frozenset({"passport", "identity", "document"})
LONGEST = 6  # words in one name
FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    low: str
    capital: bool
    shout: bool  # all in capitals
    initial: bool  # one letter and a full stop


def names(page: Plain, where: Where, told: Cues) -> Iterator[Hit]:
    """Every stretch that looks like the name of a person."""
    lists = words()
    # A number that is announced right after a name says as much as an age.
    after = (replace(cue, sort="age") for cue in told.all if cue.sort in IDENTIFIES)
    cues = Cues((*lists.cues.find(page.low), *after))
    for run in _runs(_tokens(page, where, lists), page, where, lists):
        for part in _parts(run, lists):
            if (hit := _judged(part, page, where, lists, cues)) is not None:
                yield hit


def _tokens(page: Plain, where: Where, lists: Words) -> Iterator[Token]:
    for found in WORD.finditer(page.raw):
        start, end = found.span()
        raw = found[0]
        capital = raw[0].isupper()
        if where is not Where.TEXT and not capital:
            capital = page.low[start:end] in lists.given or page.low[start:end] in lists.family
        if page.raw[end : end + 1].isdigit() or page.raw[max(0, start - 1) : start].isdigit():
            continue
        initial = len(raw) <= 2 and capital and page.raw[end : end + 1] == "."
        shout = len(raw) > 1 and raw.isupper()
        yield Token(start, end, page.low[start:end], capital, shout, initial)


def _runs(
    tokens: Iterator[Token], page: Plain, where: Where, lists: Words
) -> Iterator[list[Token]]:
    """Words with capitals side by side, and the small words between them."""
    run: list[Token] = []
    for token in tokens:
        joined = not run or _joins(page, run[-1], token, where)
        if joined and (token.capital or (run and token.low in lists.particles)):
            run.append(token)
            continue
        if run:
            yield run
        run = [token] if token.capital else []
    if run:
        yield run


def _joins(page: Plain, before: Token, after: Token, where: Where) -> bool:
    gap = page.raw[before.end : after.start]
    if gap in (" ", "  ", "\u00a0", "-"):
        return True
    if gap in (". ", "."):
        return before.initial or len(before.low) <= 3 and before.capital and not before.shout
    if gap == ", " and before.shout and not after.shout and len(before.low) > 2:
        return True
    return where is not Where.TEXT and gap in (", ", "_", ".", " - ")


def _parts(run: list[Token], lists: Words) -> Iterator[list[Token]]:
    """The run without words that cannot be of a name; nothing of it beside a word for a place."""
    part: list[Token] = []
    parts: list[list[Token]] = []
    spoilt = False
    for token in run:
        bare = token.low.split("'")[-1]
        if bare in lists.place_types and token.low not in lists.given:
            spoilt = True
            part = []
            parts.clear()  # "Kofi Annan International Training Centre"
            continue
        if _no_name(token, lists):
            if token.low in lists.places and len(part) > 1 and not spoilt:
                part.append(token)  # families are called after places too
                continue
            if part and not spoilt:
                parts.append(part)
            part, spoilt = [], False
            continue
        part.append(token)
    if part and not spoilt:
        parts.append(part)
    for one in parts:
        yield _trimmed(one, lists)


def _no_name(token: Token, lists: Words) -> bool:
    if token.low in lists.particles or token.initial:
        return False
    if token.low in lists.given and token.low not in lists.doubtful:
        return False
    if "-" in token.low and token.low.split("-")[0] in lists.place_types:
        return True
    bare = token.low.split("'")[-1] if token.low[1:2] == "'" else token.low
    return bare in lists.common or bare in lists.places


def _trimmed(part: list[Token], lists: Words) -> list[Token]:
    """Without small words at the ends."""
    while part and not part[-1].capital:
        part = part[:-1]
    while part and not part[0].capital:
        part = part[1:]
    return part


def _judged(part: list[Token], page: Plain, where: Where, lists: Words, cues: Cues) -> Hit | None:
    part = _without_title(part, lists)
    if not part:
        return None
    score, because = _score(part, page, where, lists, cues)
    if score < FLOOR:
        return None
    end = part[-1].end + (1 if part[-1].initial else 0)
    return Hit(_with_article(part[0].start, page, cues), end, Kind.NAME, Act.ASK, score, because)


def _with_article(start: int, page: Plain, cues: Cues) -> int:
    """A nickname keeps its article: alias "El Flaco"."""
    article = _ARTICLE.search(page.raw[max(0, start - 8) : start])
    if article is None:
        return start
    begin = start - (len(article[0]))
    cue = cues.before(begin, ("named",), reach=5)
    return begin if cue is not None and _touching(page, cue.end, begin) else start


def _without_title(part: list[Token], lists: Words) -> list[Token]:
    """Titles, roles and cues with a capital stand in the run too; they are not of the name. Nor is
    what stands before a title: "Ask Mr …"."""
    for at in range(len(part) - 2, 0, -1):
        before = part[:at]
        if _announces(part[at], lists, ("title",)) and not any(
            _known(one, lists) for one in before
        ):
            part = part[at:]
            break
    while part and _announces(part[0], lists, ("title", "named", "role")):
        part = part[1:]
    return part[:LONGEST]


def _announces(token: Token, lists: Words, sorts: tuple[str, ...]) -> bool:
    """True for a word that is wholly a cue of these sorts, and no given name."""
    return (
        any(
            cue.sort in sorts and cue.end >= token.end - token.start
            for cue in lists.cues.find(token.low)
        )
        and token.low not in lists.given
        and not (token.initial and len(token.low) == 1)  # "Sr." is a title, "M." may be a name's
    )


def _known(token: Token, lists: Words) -> bool:
    return token.initial or token.low in lists.given or token.low in lists.family


def _score(
    part: list[Token], page: Plain, where: Where, lists: Words, cues: Cues
) -> tuple[float, str]:
    own = [token for token in part if token.capital]
    full = [t for t in own if not t.initial and len(t.low) > 1 and t.low not in lists.particles]
    given = [t for t in full if _pieces(t.low) & lists.given]
    doubtful = [t for t in full if t.low in lists.doubtful]
    family = [t for t in full if t.low in lists.family or _SLAVIC.match(t.low)]
    first = part[0]
    begin = _with_article(first.start, page, cues)
    cue = cues.before(begin, ("title", "named", "role", "place"), reach=4)
    sort = cue.sort if cue and _touching(page, cue.end, begin) else ""
    if sort in ("role", "place") and cue and "." in page.raw[cue.end : begin]:
        sort = ""
    if not full:
        return 0.0, INITIALS
    acronym = len(own) == 1 and first.shout and len(first.low) <= 5
    if sort == "title" and not acronym:
        return 0.9, TITLE
    if sort == "named" and not acronym and (not first.shout or len(own) > 1 or given):
        return (0.85 if given or family or len(own) > 1 or where is Where.TEXT else 0.4), TITLE
    if any(_PATRONYMIC.match(t.low) for t in full):
        return 0.9, DESCENT
    if len(part) > 2 and any(t.low in lists.descent for t in part[1:-1]):
        return 0.8, DESCENT
    if first.low in lists.kunya and len(full) > 1 and sort != "place":
        return 0.7, DESCENT
    initials = [t for t in own if t.initial]
    if _of_a_place(page, part, lists):
        return 0.0, KNOWN
    if initials and len(full) == 1 and not full[0].shout and len(full[0].low) > 2:
        label = first.initial and len(initials) == 1 and _opens(page, first.start) and not family
        return (0.2 if label or sort == "place" else 0.75), INITIALS
    aged = bool(_AGE.match(page.low, part[-1].end)) or any(
        c.sort == "age" and _near(page, part[-1].end, c.start)
        for c in cues.between(part[-1].end, part[-1].end + 8)
    )
    if len(full) > 1:
        if {*map(id, given)} - {*map(id, doubtful)} or (
            given and len({*map(id, given), *map(id, family)}) > 1
        ):
            strong = len({*map(id, given), *map(id, family)}) > 1
            if sort == "place" and not (strong or aged):
                return 0.3, KNOWN
            return (0.9 if strong else 0.7), KNOWN
        if sort == "role" and not all(t.shout for t in full):
            return 0.7, ROLE
        if aged and not all(t.shout for t in full):
            return 0.65, AGE
        if (
            _surname_first(full)
            and first.shout
            and page.raw[part[-1].end : part[-1].end + 1] == ","
        ):
            return 0.55, KNOWN
        if given or family:
            opens = where is Where.TEXT and _opens(page, first.start) and not family
            return (0.3 if sort == "place" or opens else 0.55), KNOWN
        if (
            where is not Where.TEXT
            and _surname_first(full)
            and not _OF.match(page.low, part[-1].end)
        ):
            return 0.6, KNOWN
        return (0.6, AUTHOR) if where is Where.METADATA else (0.1, KNOWN)
    return _alone(full[0], sort, aged, page, where, lists)


def _of_a_place(page: Plain, part: list[Token], lists: Words) -> bool:
    """True between words such as "vessel …", "town of …", "… bridge" and "…, Mexico"."""
    before = _BEFORE.search(page.low[max(0, part[0].start - 40) : part[0].start])
    if before is not None and before[1].split("'")[-1] in lists.vessels | lists.place_types:
        return True
    after = _FOLLOWING.match(page.low, part[-1].end)
    if after is not None and after[1] in lists.place_types:
        return True
    if page.low[part[0].start : part[-1].end] in lists.place_phrases:
        return True
    country = _COUNTRY.match(page.low, part[-1].end)
    return country is not None and country[1].strip() in lists.regions


def _surname_first(full: list[Token]) -> bool:
    """SURNAME Given, or Given SURNAME, as forms and files write it."""
    shouted = [len(t.low) > 3 for t in full if t.shout]
    return any(shouted) and not all(t.shout for t in full)


def _alone(
    token: Token, sort: str, aged: bool, page: Plain, where: Where, lists: Words
) -> tuple[float, str]:
    """One word: only a given name that is nothing else, or one that is announced."""
    given = bool(_pieces(token.low) & lists.given) and token.low not in lists.doubtful
    if where is Where.METADATA:
        return (0.6 if given else 0.2), AUTHOR
    if given and sort != "place":
        return 0.6, KNOWN
    if sort == "role" and where is Where.TEXT and not token.shout and len(token.low) > 2:
        return 0.55, ROLE
    known = token.low in lists.given or token.low in lists.family
    if known and (sort == "role" or aged):
        return 0.6, ROLE
    return 0.2, KNOWN


def _pieces(word: str) -> set[str]:
    return {word, *word.split("-")} if "-" in word else {word}


def _touching(page: Plain, end: int, start: int) -> bool:
    return not re.search(r"[^\s.:,\"'“«(\-=]", page.raw[end:start])


def _near(page: Plain, end: int, start: int) -> bool:
    return not re.search(r"[.;\n]", page.raw[end:start])


def _opens(page: Plain, start: int) -> bool:
    """True at the beginning of a sentence, where every word has a capital."""
    return bool(SENTENCE.search(page.raw[max(0, start - 3) : start]))
