"""The style sheet and the templates keep their promises.

lk01 size    lk02 logical properties only    lk03 no style or script inside a page
lk04 text and marks stand out, in both modes    lk05 data colours can be told apart by everyone
lk06 fonts and packages are those that were pinned
"""

import itertools
import json
import math
import re
import subprocess
import sys

import pytest
from django.conf import settings

from cairn.web import assets

WEB = settings.PACKAGE / "web"
SHEET = (WEB / "static/cairn/css/cairn.css").read_text("utf-8")
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|float|text-align: (?:left|right))\s*:"
)
# How the three kinds of colour blindness see (Machado, Oliveira and Fernandes 2009, severity 1).
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}


def tokens(mode: str) -> dict[str, str]:
    """The colours of one mode: dark replaces what it names."""
    light, dark = SHEET.split("@media (prefers-color-scheme: dark)")[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if mode == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark.split("@layer")[0]))
    return found


def linear(colour: str) -> tuple[float, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def contrast(one: str, other: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    light = [sum(w * p for w, p in zip(weights, linear(c), strict=True)) for c in (one, other)]
    return (max(light) + 0.05) / (min(light) + 0.05)


def oklab(colour: str, eye: str) -> tuple[float, ...]:
    rgb = linear(colour)
    seen = [sum(w * p for w, p in zip(row, rgb, strict=True)) for row in SEEN[eye]]
    r, g, b = (max(0.0, min(1.0, part)) for part in seen)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )


def test_lk01_the_sheet_is_small():
    assert len(SHEET.encode()) <= 25_000


def test_lk02_no_property_knows_left_from_right():
    assert PHYSICAL.findall(SHEET) == []


@pytest.mark.parametrize("path", sorted(WEB.rglob("*.html")), ids=lambda path: path.name)
def test_lk03_no_page_carries_style_or_script_of_its_own(path):
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        data = re.search(r'type="application/(ld\+)?json"', attributes)  # read, never run
        assert "src=" in attributes or data


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lk04_text_and_marks_stand_out(mode):
    colour = tokens(mode)
    for ground in ("paper", "stone"):
        for text in ("ink", "ink-soft", "act", "act-deep", "done", "problem"):
            assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground)
        for mark in ("edge", "attend", *(f"data-{n}" for n in range(1, 8))):
            assert contrast(colour[mark], colour[ground]) >= 3, (mark, ground)
    assert contrast(colour["on-act"], colour["act"]) >= 4.5
    assert contrast(colour["ink"], colour["attend-soft"]) >= 4.5
    assert contrast(colour["problem"], colour["problem-soft"]) >= 4.5


@pytest.mark.parametrize("eye", SEEN)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lk05_the_seven_can_be_told_apart(mode, eye):
    seven = [tokens(mode)[f"data-{n}"] for n in range(1, 8)]
    for one, other in itertools.combinations(seven, 2):
        assert math.dist(oklab(one, eye), oklab(other, eye)) >= 0.09, (one, other)


@pytest.mark.parametrize("eye", SEEN)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lk05_the_scales_run_evenly_for_every_eye(mode, eye):
    colour = tokens(mode)
    steps = [oklab(colour[f"seq-{n}"], eye)[0] for n in range(1, 7)]
    assert steps == sorted(steps, reverse=mode == "light")
    low, high = oklab(colour["div-1"], eye), oklab(colour["div-7"], eye)
    assert math.dist(low, high) >= 0.09


def test_lk06_fonts_are_written_from_the_packages():
    tool = settings.REPOSITORY / "tools/build_fonts.py"
    subprocess.run([sys.executable, str(tool), "--check"], check=True)


@pytest.mark.parametrize("name", assets.FILES)
def test_lk06_every_served_file_is_in_its_package(name):
    finder = assets.PackagesFinder()
    assert finder.find(name)
    assert finder.find(name, find_all=True) == [finder.find(name)]
    served = dict(finder.list([]))
    with served[name].open(name) as file:
        assert file.read(4)


def test_lk06_no_other_file_of_a_package_is_served():
    assert assets.PackagesFinder().find("packages/../htmx.org/package.json") == []


def test_lk06_versions_are_pinned_and_the_lock_names_no_host():
    package = json.loads((settings.REPOSITORY / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    lock = (settings.REPOSITORY / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert "://" not in re.sub(r'"(?:url|funding)": "[^"]*"', "", lock)
