"""Likely names in Chinese: a known family name with one or two characters, beside a word that
announces a person; and names of other languages, written with a point between their parts.
"""

import functools
import re
from collections.abc import Iterator

from cairn.reporting.screening.cues import HAN
from cairn.reporting.screening.findings import AGE, AUTHOR, KNOWN, TITLE, Act, Hit, Kind, Where
from cairn.reporting.screening.lists import words
from cairn.reporting.screening.plain import Plain

_HAN = re.compile(f"[{HAN}]")
_FOREIGN = re.compile(rf"[{HAN}]{{1,8}}(?:[·•・‧∙][{HAN}]{{1,8}}){{1,4}}")
# Characters that cannot be the second of a given name: what follows a name in a sentence.
_ENDS = "在于与和及的是为已被将从向对称说持曾又也等到出来去因由给把让其该并且但男女岁年月日表作负承坐乘带"
_PLACE_ENDS = "市省县区国州镇乡村岛港海河湖山路街院部局会社队所司厅处校馆场站厂店族语文人号"
_AFTER = r"(?=[，,（( ]{0,2}(?:男|女|\d{1,3} ?岁|现年|(?:19|20)\d\d ?年))"

@functools.cache
def _looks() -> tuple[tuple[re.Pattern[str], float, str], ...]:
    lists = words()
    family = "|".join(sorted(lists.surnames, key=len, reverse=True))
    cues = "|".join(sorted(lists.chinese_cues, key=len, reverse=True))
    titles = "|".join(sorted(lists.chinese_titles, key=len, reverse=True))
    given = rf"(?:[{HAN}](?=[{_ENDS}])|[{HAN}]{{2}}|[{HAN}](?![{HAN}]))"
    return (
        (re.compile(rf"((?:{family})(?:某某?|[甲乙丙丁](?![{HAN}])))"), 0.6, TITLE),
        (re.compile(rf"((?:{family})[{HAN}]{{0,2}}?)(?:{titles})"), 0.85, TITLE),
        (re.compile(rf"(?:{cues})[：:为是叫 “\"]{{0,3}}((?:{family}){given})"), 0.85, TITLE),
        (re.compile(rf"((?:{family})[{HAN}]{{1,2}}){_AFTER}"), 0.75, AGE),
    )


def names_chinese(page: Plain, where: Where) -> Iterator[Hit]:
    if not _HAN.search(page.raw):
        return
    lists = words()
    for found in _FOREIGN.finditer(page.raw):
        start, end = found.span()
        start += _cue_inside(found[0], lists.chinese_cues)
        if page.raw[start:end] not in lists.chinese_places:
            yield Hit(start, end, Kind.NAME, Act.ASK, 0.75, KNOWN)
    for look, score, because in _looks():
        for found in look.finditer(page.raw):
            name = found[1]
            if len(name) > 1 and (name[-1] in _PLACE_ENDS or name in lists.chinese_places):
                continue
            yield Hit(*found.span(1), Kind.NAME, Act.ASK, score, because)
    if where is not Where.TEXT:
        for found in re.finditer(rf"(?<![{HAN}])[{HAN}]{{2,4}}(?![{HAN}])", page.raw):
            name = found[0]
            family = name[:2] in lists.surnames or (name[0] in lists.surnames and len(name) < 4)
            if family and name[-1] not in _PLACE_ENDS and name not in lists.chinese_places:
                yield Hit(*found.span(), Kind.NAME, Act.ASK, 0.6, AUTHOR)


def _cue_inside(text: str, cues: tuple[str, ...]) -> int:
    """How many characters before the name still belong to the word that announces it."""
    first = re.split("[·•・‧∙]", text)[0]
    ends = [first.rfind(cue) + len(cue) for cue in cues if cue in first]
    return max((end for end in ends if end < len(first)), default=0)
