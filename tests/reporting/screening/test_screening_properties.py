"""What holds for every text: right offsets, nothing raised or left by masks, linear time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.reporting.screening.findings import Where
from cairn.reporting.screening.plain import plain
from cairn.reporting.screening.screen import masked, screen

PIECES = st.sampled_from(
    [
        *("passport no. ", "AB1234567", "+216 98 123 456", "0612345678", "a@b.org", "Ahmed Khan"),
        *(
            "DNI 12345678Z",
            "паспорт ",
            "4509 123456",
            "Иванов А.Б.",
            "جواز سفر رقم ",
            "محمد بن علي",
        ),
        *(
            "护照",
            "E12345678",
            "王小明，男",
            "shelter ",
            "14 Elm Street",
            "<",
            "\u200f",
            "é",
            "e\u0301",
        ),
        *(
            "\U0001d7d8\U0001d7d9",
            "_",
            "\n",
            "\x00",
            " ",
            ". ",
            "٠١٢٣٤٥٦٧٨٩",
            "车牌粤B12345",
            "İ",
            "ß",
        ),
        *("IBAN DE89370400440532013000", "named ", "Mr. ", "wa.me/123456", "@someone_1"),
    ]
)
ANY = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))


@given(text=ANY, where=st.sampled_from(Where))
@settings(deadline=None)
def test_hits_lie_inside_the_text_in_order_and_apart(text, where):
    done = 0
    for hit in screen(text, where=where):
        assert done <= hit.start < hit.end <= len(text)
        assert 0 < hit.score <= 1
        done = hit.end


@given(text=ANY)
@settings(deadline=None)
def test_both_views_of_a_text_have_one_length_and_lead_back_into_it(text):
    page = plain(text)
    assert len(page.raw) == len(page.low)
    for at in range(len(page.raw)):
        start, end = page.back(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(digits=st.from_regex(r"[1-9]\d{7}", fullmatch=True), before=ANY, after=ANY)
@settings(deadline=None)
def test_masking_leaves_no_digits_of_an_announced_number(digits, before, after):
    text = f"{before}. \nPassport no. {digits}. \n{after}"
    hidden = masked(text, screen(text))
    assert hidden.count(digits) == before.count(digits) + after.count(digits) == 0 or (
        digits in before + after
    )


def test_masking_keeps_the_rest_and_names_the_kind():
    text = "Call +216 98 123 456 or write to j.doe@example.org."
    assert masked(text, screen(text)) == "Call [█ phone] or write to [█ email]."


@given(text=st.lists(PIECES, min_size=1, max_size=8).map("".join))
@settings(deadline=None)
def test_marks_that_nobody_sees_hide_nothing(text):
    hidden = "".join(letter + "\u200b" for letter in text)
    seen = [(hit.kind, text[hit.start : hit.end].replace("\u200f", "")) for hit in screen(text)]
    again = [
        (hit.kind, hidden[hit.start : hit.end].replace("\u200b", "").replace("\u200f", ""))
        for hit in screen(hidden)
    ]
    if "e\u0301" not in text:
        assert seen == again


HARD = {
    "digits": "1",
    "grouped": "12 ",
    "dashes": "1-",
    "capitals": "A",
    "chevrons": "P<UTO<",
    "words": "Abcdef ",
    "initials": "A. ",
    "mail": "a.",
    "mailbox": "a@",
    "cues": "passport ",
    "streets": "shelter calle Abc ",
    "arabic": "محمد بن ",
    "han": "王",
    "dots": "王·",
    "brackets": "(1",
    "particles": "Ahmed de ",
    "plates": "car A1 ",
    "account": "account AB12 ",
    "spaces": " ",
    "phones": "+1 ",
}


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
def test_time_grows_with_the_text_and_not_faster(piece):
    def seconds(letters: int) -> float:
        text = (piece * (letters // len(piece) + 1))[:letters]
        began = time.process_time()
        screen(text)
        return time.process_time() - began

    screen(piece)
    short = min(seconds(5_000) for _ in range(2))
    assert seconds(40_000) < 20 * short + 0.2  # 8 if linear, 64 if quadratic
