"""In which encoding a text file is written. Decided once for the whole file, then decoded strictly.

UTF-8 is proven by reading the file through, in constant memory. For older encodings nothing proves
anything: lines with other letters are decoded in each candidate, and the one whose words look like
words is taken. (charset-normalizer was tried and mistook one in four of the short tables in the
tests.) A file that is UTF-8 but for a few bytes is damaged, not written in something else.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from cairn.formats.errors import LineTooLong, NotText, WronglyEncoded
from cairn.formats.limits import DEFAULT, Limits
from cairn.formats.opening import ENCODINGS, NoSuchEncoding, OtherEncoding

BLOCK = 1024 * 1024
SAMPLE = 64 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The more frequent first: that is what a tie means.
CANDIDATES = ("cp1252", "cp1251", "cp1256", "gb18030", "latin-1")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding, and whether the file proves it."""

    name: str
    certain: bool = True


def detect_encoding(path: Path, limits: Limits) -> Encoding:
    """Read the file through once and say how it is encoded."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in MARKS:
        if head.startswith(mark):
            _check(path, name, limits)
            return Encoding(name)
    if wide := _wide(head):
        _check(path, wide, limits)
        return Encoding(wide, certain=False)
    if head.count(0) > len(head) // 20:
        raise NotText
    try:
        _check(path, "utf-8", limits)
    except WronglyEncoded:
        sample = _foreign_lines(path)
        if _damaged(sample):
            raise
        return _guess(sample)
    return Encoding("utf-8")


def chosen_encoding(path: Path, name: str, limits: Limits) -> Encoding:
    """The encoding that a person chose, if the whole file is text in it."""
    if name not in ENCODINGS:
        raise NoSuchEncoding(encoding=name, known=", ".join(ENCODINGS))
    try:
        _check(path, name, limits)
    except WronglyEncoded as problem:
        raise OtherEncoding(**problem.values) from None
    return Encoding(name)


def explain(path: Path, encoding: str) -> NoReturn:
    """Raise the error for the first byte that is not text in this encoding."""
    _check(path, encoding, DEFAULT)
    raise WronglyEncoded(line=1, offset=0, encoding=encoding.upper())  # it was changed meanwhile


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _check(path: Path, encoding: str, limits: Limits) -> None:
    """Decode the file strictly, keeping nothing; refuse a line that would not fit in memory."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines, offset, run = 1, 0, 0
    for block in _blocks(path):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            # The decoder may hold back some bytes of the block before.
            at = offset - held + error.start
            line = lines + block[: max(0, error.start - held)].count(b"\n")
            raise WronglyEncoded(line=line, offset=at, encoding=encoding.upper()) from None
        lines += block.count(b"\n") or block.count(b"\r")
        offset += len(block)
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        run = run + len(block) if last < 0 else len(block) - last
        if run > limits.max_line:
            raise LineTooLong(line=lines, allowed=limits.max_line)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise WronglyEncoded(line=lines, offset=offset, encoding=encoding.upper()) from None


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    half = len(head) // 2
    if half < 4 or head.count(0) < half * 0.4:
        return None
    if head[1::2].count(0) > half * 0.4 and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.4 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _foreign_lines(path: Path) -> bytes:
    """Lines that hold other bytes than ASCII, as many as a decision needs."""
    found: list[bytes] = []
    size = 0
    for block in _blocks(path):
        for line in re.findall(rb"[^\r\n]*[\x80-\xff][^\r\n]*", block):
            found.append(line[:4096])
            size += len(found[-1])
            if size > SAMPLE:
                return b"\n".join(found)
    return b"\n".join(found)


def _damaged(sample: bytes) -> bool:
    """True where most of the foreign characters are valid UTF-8."""
    text = sample.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(c > "\x7f" for c in text) - lost > 4 * lost


def _guess(sample: bytes) -> Encoding:
    scores = []
    for name in CANDIDATES:
        try:
            scores.append((_plausible(sample.decode(name)), name))
        except UnicodeDecodeError:
            continue
    best, name = max(scores, key=lambda pair: pair[0])  # latin-1 decodes anything
    others = [score for score, _ in scores if score < best]
    return Encoding(name, certain=best > 0.9 and best - max(others, default=0) > 0.3)


_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = tuple(
    re.compile(pattern)
    for pattern in (
        # Latin: letters with accents stand between others, not in rows.
        r"(?:[A-Za-z]|[À-ÖØ-öø-ÿŒœŠšŽžŸ](?![À-ÖØ-öø-ÿŒœŠšŽžŸ]))+",
        r"[А-ЯЁЂЃЄІЇЈЉЊЋЌЎЏҐ]?(?:[а-яёђѓєіїјљњћќўџґ]+|[А-ЯЁЂЃЄІЇЈЉЊЋЌЎЏҐ]*)",
        r"[\u0600-\u06ff]+",
        r"[\u3400-\u9fff]+",
    )
)
_SIGNS = frozenset("«»“”‘’„…–—№°€£§·•ºª©®،؛؟、。《》（）：，；\xa0\u3000\u200c\u200d\u200e\u200f")


def _plausible(text: str) -> float:
    """The share of foreign characters that stand in words of one script."""
    foreign = sum(c > "\x7f" for c in text) or 1
    good = sum(0.9 for c in text if c in _SIGNS)
    for word in _WORD.findall(text):
        others = sum(c > "\x7f" for c in word)
        if others and any(script.fullmatch(word) for script in _SCRIPTS):
            good += others
    return good / foreign
