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
# Characters that cannot be the second of a given name: what follows a name in a sentence.
_ENDS = (
    "在于与和及的是为已被将从向对称说持曾又也等到出来去因由给把让其该并且但"
    "男女岁年月日表作负承坐乘带"
)
_PART = rf"(?:(?![{_ENDS}的在])[{HAN}]){{1,6}}"
_FOREIGN = re.compile(rf"{_PART}(?:[·•・‧∙]{_PART}){{1,4}}")
_PLACE_ENDS = "市省县区国州镇乡村岛港海河湖山路街院部局会社队所司厅处校馆场站厂店族语文人号"
_OFFICES = "市省县局院"
_AFTER = (
    r"(?=[，,（( ]{0,2}(?:男|女|\d{1,3} ?岁|现年"
    r"|(?:19|20)\d\d ?年.{0,6}生|身份证|护照|电话|手机|持(?:有|护照|证|照)))"
)
_SAYS = "供述|供称|交代|陈述|自述|证实|辩称|承认|指认"


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
        (re.compile(rf"(?:{cues})((?:老|小|阿)[{HAN}])(?![{HAN}]{{0,1}}(?:子|孩))"), 0.6, TITLE),
        (
            re.compile(
                rf"(?:{cues})((?!.{{0,4}}(?:组织|机构|人员|们|协会|公司))[{HAN}]{{2,5}}?)(?:表示|说|称"
                rf"|告诉|{_SAYS})"
            ),
            0.6,
            TITLE,
        ),
        (re.compile(rf"((?:{family})[{HAN}]{{1,2}}){_AFTER}"), 0.75, AGE),
        (re.compile(rf"((?:{family})[{HAN}]{{1,2}}?)(?:{_SAYS})"), 0.7, TITLE),
        (
            re.compile(
                rf"((?:{family})[{HAN}]{{1,2}}?)(?=[和与及、](?:{family})[{HAN}]{{1,2}}?(?:{_SAYS}))"
            ),
            0.7,
            TITLE,
        ),
    )


def names_chinese(page: Plain, where: Where) -> Iterator[Hit]:
    if not _HAN.search(page.raw):
        return
    lists = words()
    for found in _FOREIGN.finditer(page.raw):
        start, end = found.span()
        start += _cue_inside(found[0], lists.chinese_cues)
        if page.raw[start:end] not in lists.chinese_places and not _CALLED.search(found[0]):
            yield Hit(start, end, Kind.NAME, Act.ASK, 0.75, KNOWN)
    for look, score, because in _looks():
        for found in look.finditer(page.raw):
            name = found[1]
            if name[:2] in lists.chinese_common or name in lists.chinese_common:
                continue
            ends = _OFFICES if because is TITLE else _PLACE_ENDS.replace("国", "")
            if len(name) > 1 and (name[-1] in ends or name in lists.chinese_places):
                continue
            yield Hit(*found.span(1), Kind.NAME, Act.ASK, score, because)
    if where is not Where.TEXT:
        for found in re.finditer(
            rf"(?<![{HAN}])[{HAN}]{{2,4}}?(?=(?:询问|讯问|笔录|护照|身份证|登记|口供|简历|照片|证件|陈述)|(?![{HAN}]))",
            page.raw,
        ):
            name = found[0]
            family = name[:2] in lists.surnames or (name[0] in lists.surnames and len(name) < 4)
            if len(name) > 3 and name[:2] not in lists.surnames:
                continue
            if name[:2] in lists.chinese_common or name in lists.chinese_common:
                continue
            if family and name[-1] not in _PLACE_ENDS and name not in lists.chinese_places:
                yield Hit(*found.span(), Kind.NAME, Act.ASK, 0.6, AUTHOR)


# What is called after a person.
_CALLED = re.compile("机场|大学|医院|基金|公园|大桥|体育|学校")


def _cue_inside(text: str, cues: tuple[str, ...]) -> int:
    """How many characters before the name still belong to the word that announces it."""
    first = re.split("[·•・‧∙]", text)[0]
    ends = [first.rfind(cue) + len(cue) for cue in cues if cue in first]
    return max((end for end in ends if end < len(first)), default=0)
