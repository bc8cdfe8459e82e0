"""A bad line between a browser and a server: little width, long delay, packets that get lost.

A proxy for TCP. One line is shared by all connections, as it is in a village. Bytes are taken in
packets; each waits until the line is free, takes its time to pass, and arrives after the delay. A
lost packet is what TCP makes of it: the packet and all behind it on that connection wait for the
retransmission time-out. Lost packets are drawn from a seed, so that a run can be repeated.
"""

import asyncio
import random
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Self

PACKET = 1460  # bytes of payload in one packet


@dataclass
class Line:
    """When each packet arrives. Pure arithmetic: the clock is given."""

    bits_per_second: int = 64_000
    delay: float = 0.8  # seconds there and back, half on each way
    loss: float = 0.02
    timeout: float = 1.0  # TCP's first retransmission time-out
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    free_at: float = 0.0

    def arrival(self, now: float, size: int, not_before: float = 0.0) -> float:
        """When a packet of `size` bytes, handed over now, arrives; never before its elder."""
        self.free_at = max(now, self.free_at) + 8 * size / self.bits_per_second
        late = self.timeout if self.chance.random() < self.loss else 0.0
        return max(self.free_at + self.delay / 2 + late, not_before)


class SlowLine:
    """Listens on a port of its own and passes everything on to `target`, slowly."""

    def __init__(self, target: int, *, down: Line | None = None, up: Line | None = None) -> None:
        self.target = target
        self.down, self.up = down or Line(), up or Line()
        self.port = 0
        self.carried = 0  # bytes towards the browser
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        started = asyncio.run_coroutine_threadsafe(self._listen(), self._loop)
        self._server = started.result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connect, "127.0.0.1", 0)

    async def _stop(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.05)  # closed connections are let go of in the next turns of the loop

    async def _connect(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError), closing(back):  # cancelled: the line is taken down
            await asyncio.sleep(self.down.delay)  # the handshake
            far, there = await asyncio.open_connection("127.0.0.1", self.target)
            with closing(there):
                there_and_back = (
                    self._carry(near, there, self.up),
                    self._carry(far, back, self.down),
                )
                await asyncio.gather(*there_and_back)

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, line: Line
    ) -> None:
        """Read packets as they come; hand each over when it has arrived."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        clock = self._loop.time

        async def deliver() -> None:
            while True:
                due, packet = await queue.get()
                await asyncio.sleep(max(0.0, due - clock()))
                if not packet:
                    break
                sink.write(packet)
                await sink.drain()
            if sink.can_write_eof():
                sink.write_eof()

        sending = asyncio.ensure_future(deliver())
        last = 0.0
        try:
            while packet := await source.read(PACKET):
                last = line.arrival(clock(), len(packet), last)
                self.carried += len(packet) if line is self.down else 0
                await queue.put((last, packet))
            await queue.put((last, b""))
            await sending
        except ConnectionError:
            sending.cancel()  # one side has hung up, as browsers do
