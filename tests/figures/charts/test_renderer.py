"""The renderer in a process of its own.

rp01 it draws what this process would draw
rp02 it gives its memory back when nobody asks, and draws again
rp03 a drawing that cannot be made is an error with its reason, and the next one is drawn
rp04 where it cannot be reached, this process draws
"""

import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from cairn.figures.charts import renderer
from cairn.figures.charts.render import draw, render

SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "description": "One bar",
    "title": {"text": ["One"]},
    "data": {"values": [{"a": 3, "b": "x"}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b"}},
}
HOW = {"kind": "svg", "fonts": [], "language": "en", "scale": 2}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A listening socket, and its address where `render` looks for it."""
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(tmp_path / "r"))
    made.listen(8)
    monkeypatch.setenv(renderer.ADDRESS, str(tmp_path / "r"))
    yield made
    made.close()


@pytest.mark.process
def test_rp01_a_process_of_its_own_draws_the_same(place):
    words = [sys.executable, "-m", renderer.__name__, str(place.fileno())]
    process = subprocess.Popen(words, pass_fds=[place.fileno()])
    try:
        assert renderer.ask(os.environ[renderer.ADDRESS], spec=SPEC, **HOW) == draw(SPEC, **HOW)
        picture = render(SPEC, "png")
        assert picture.startswith(b"\x89PNG")
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_rp02_who_drew_ends_when_nobody_asks(place):
    drawing = threading.Thread(target=renderer.serve, args=(place, 0.2))
    drawing.start()
    time.sleep(0.5)
    assert drawing.is_alive(), "who has not drawn has nothing to give back"
    assert render(SPEC) == draw(SPEC, **HOW)[: 10**9].replace(b' lang="en"', b"")
    drawing.join(20)
    assert not drawing.is_alive()


def test_rp03_a_drawing_that_fails_says_why_and_stops_nothing(place):
    drawing = threading.Thread(target=renderer.serve, args=(place, 0.5))
    drawing.start()
    with pytest.raises(renderer.NotDrawn):
        render({"mark": {"type": "no such mark"}, "data": {"values": []}})
    with socket.socket(socket.AF_UNIX) as rude:
        rude.connect(os.environ[renderer.ADDRESS])
        rude.sendall(b"nonsense\n")
    assert render(SPEC).startswith(b"<svg")
    drawing.join(20)


def test_rp04_where_nobody_listens_this_process_draws(tmp_path, monkeypatch):
    monkeypatch.setenv(renderer.ADDRESS, str(tmp_path / "nobody"))
    assert render(SPEC).startswith(b"<svg")
