"""Colours keep apart for everybody and stand out from their paper: computed, not believed."""

import itertools
import math

import pytest

from cairn.figures.charts.theme import DARK, LIGHT

# How the three cones' deficiencies change linear RGB (Machado, Oliveira and Fernandes 2009).
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour):
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def lab(colour, sight):
    rgb = linear(colour)
    r, g, b = (
        min(1, max(0, sum(m * p for m, p in zip(row, rgb, strict=True)))) for row in SIGHT[sight]
    )
    white = (0.9505, 1, 1.089)
    xyz = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in (v / w for v, w in zip(xyz, white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_the_seven_categories_keep_apart(theme, sight):
    assert len(theme.categories) == 7
    for first, second in itertools.combinations(theme.categories, 2):
        assert math.dist(lab(first, sight), lab(second, sight)) > 20, (first, second)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_and_text_stand_out_from_the_paper(theme):
    for colour in (*theme.categories, theme.accent, theme.attention):
        assert contrast(colour, theme.paper) >= 3, colour
    for colour in (theme.ink, theme.quiet):
        assert contrast(colour, theme.paper) >= 4.5, colour


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_each_shade_is_farther_from_the_paper_than_the_one_before(theme, sight):
    paper = lab(theme.paper, sight)[0]
    steps = [abs(lab(colour, sight)[0] - paper) for colour in theme.sequential]
    assert steps == sorted(steps)
    assert min(b - a for a, b in itertools.pairwise(steps)) > 5
