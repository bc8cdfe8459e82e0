"""The emulated line does what it says; a page comes through it in time.

sl01 width   sl02 delay   sl03 loss   sl04 order   sl05 a real page over the line
"""

import random
import socket
import socketserver
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.functional.slow_line import Line, SlowLine


def test_sl01_eight_kilobytes_take_a_second():
    line = Line(delay=0, loss=0)
    arrivals = [line.arrival(0.0, 1000) for _ in range(8)]
    assert arrivals[-1] == pytest.approx(1.0)


def test_sl01_an_idle_line_saves_nothing_up():
    line = Line(delay=0, loss=0)
    line.arrival(0.0, 1000)
    assert line.arrival(100.0, 1000) == pytest.approx(100.125)


def test_sl02_half_of_the_delay_lies_on_each_way():
    assert Line(loss=0).arrival(0.0, 1000) == pytest.approx(0.125 + 0.4)


def test_sl03_two_packets_in_a_hundred_are_late_by_the_time_out():
    line = Line(delay=0, chance=random.Random(1))
    late = sum(line.arrival(0.0, 100) - line.free_at > 0.5 for _ in range(5000))
    assert 60 < late < 140


@given(sizes=st.lists(st.integers(1, 1460), min_size=1, max_size=60), seed=st.integers(0, 99))
def test_sl04_no_packet_overtakes_another(sizes, seed):
    line, last = Line(loss=0.3, chance=random.Random(seed)), 0.0
    for size in sizes:
        arrives = line.arrival(0.0, size, last)
        assert arrives >= last
        last = arrives


class Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while data := self.request.recv(4096):
            self.request.sendall(data)


def test_sl04_what_goes_in_comes_out_unchanged_and_late():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        fast = {"bits_per_second": 800_000, "delay": 0.1, "loss": 0.0}
        target = server.server_address[1]
        with SlowLine(target, down=Line(**fast), up=Line(**fast)) as line:
            began = time.monotonic()
            with socket.create_connection(("127.0.0.1", line.port)) as client:
                sent = random.Random(3).randbytes(20_000)
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
                received = b"".join(iter(lambda: client.recv(4096), b""))
            took = time.monotonic() - began
        server.shutdown()
    assert received == sent
    assert line.carried == len(sent)
    assert took > 0.1 + 0.1 + 0.2  # handshake, delay, 20 kB at 100 kB/s


@pytest.mark.parametrize("path", ["/en/", "/ar/about/"])
def test_sl05_text_is_usable_within_ten_seconds(slow_line, visit, path):
    page = visit(slow_line.address + path)
    painted = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
    )
    assert 1 < painted < 10
    assert page.locator("h1").is_visible()
