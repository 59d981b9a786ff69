"""Serves the world on loopback in a process of its own: `python -m benchmarks.polling.server`.

A hand-written HTTP/1.1 server, so that the machine's cores are left to the programs measured.
Each outlet has an address of its own (127.0.0.1 to 127.0.15.250): programs that count
connections by host see many hosts. Steered by /_ addresses, see `control`.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable

from benchmarks.polling.world import ITEMS, World, new_world, page

HOSTS = 283
# Documents made beforehand: a slow server would be taken for slow programs.
WARM = 12_000


def address(number: int) -> str:
    """The loopback address of a feed's outlet; a few outlets have most of the feeds."""
    host = number % HOSTS if number % 3 else number % (HOSTS // 8)
    return f"127.0.{host // 250}.{host % 250 + 1}"


class State:
    """The world as it is now, how it misbehaves, and what was asked of it."""

    def __init__(self, feeds: int, items: int) -> None:
        self.world: World = new_world(feeds, items)
        self.latency = 0.0
        self.broken: dict[int, str] = {}
        self.asked: Counter[int] = Counter()
        self.answered: Counter[str] = Counter()
        self.open = 0
        self.most_open = 0

    def control(self, command: str, value: str) -> dict[str, object]:
        """/_tick/0.1, /_latency/0.1, /_broken/0.1, /_reset/0, /_asked/0"""
        match command:
            case "_tick":
                self.world = self.world.ticked(float(value))
            case "_latency":
                self.latency = float(value)
            case "_broken":
                self.broken = broken(self.world.feeds, float(value))
            case "_reset":
                self.asked.clear()
                self.answered.clear()
                self.most_open = 0
            case _:
                pass
        return {
            "feeds": len(self.asked),
            "requests": self.asked.total(),
            "healthy": len(self.asked.keys() - self.broken.keys()),
            "most_open": self.most_open,
            **self.answered,
        }


KINDS = ("endless", "drip", "mute", "500", "404", "wall", "cut")


def broken(feeds: int, share: float) -> dict[int, str]:
    """Which feeds misbehave, and how: spread evenly, each kind as often as the others."""
    count = round(feeds * share)
    return {place * feeds // count: KINDS[place % len(KINDS)] for place in range(count)}


class Conversation(asyncio.Protocol):
    """One connection; requests have no bodies, one answer after the other."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._buffer = b""
        self._resume = asyncio.Event()
        self._resume.set()
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._state.open += 1
        self._state.most_open = max(self._state.most_open, self._state.open)

    def connection_lost(self, _: Exception | None) -> None:
        self._state.open -= 1
        self._resume.set()
        if self._task:
            self._task.cancel()

    def pause_writing(self) -> None:
        self._resume.clear()

    def resume_writing(self) -> None:
        self._resume.set()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._request(head.decode("latin-1"))

    def _request(self, head: str) -> None:
        line, *rest = head.split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (h.partition(":") for h in rest)
        }
        path = line.split(" ")[1].strip("/")
        kind, _, name = path.partition("/")
        close = headers.get("connection", "").lower() == "close"
        if kind == "f":
            number = int(name.removesuffix(".xml"))
            self._state.asked[number] += 1
            fault = self._state.broken.get(number, "")
            if fault or self._state.latency:
                self._task = asyncio.create_task(self._later(number, headers, close, fault))
                return
            self._send(*self._feed(number, headers), close=close)
        elif kind.startswith("_"):
            answer = json.dumps(self._state.control(kind, name)).encode()
            self._send("200 OK", {}, answer, close=True)
        elif kind == "a":
            self._send("200 OK", {"Content-Type": "text/html"}, page(name), close=close)
        else:
            self._send("404 Not Found", {}, b"", close=close)

    async def _later(self, number: int, headers: dict[str, str], close: bool, fault: str) -> None:
        await asyncio.sleep(self._state.latency)
        match fault:
            case "":
                self._send(*self._feed(number, headers), close=close)
            case "500":
                self._send("500 Internal Server Error", {}, b"", close=True)
            case "404":
                self._send("404 Not Found", {}, b"", close=True)
            case "wall":
                wall = b"<!doctype html><title>Just a moment...</title>"
                self._send("200 OK", {"Content-Type": "text/html"}, wall, close=True)
            case "cut":
                body = self._state.world.document(number)
                self._send("200 OK", {}, body[: len(body) // 2], close=True)
            case _:
                await self._never_end(fault)

    async def _never_end(self, fault: str) -> None:
        if fault == "mute":
            await asyncio.Event().wait()
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n<rss>")
        while True:
            if fault == "drip":
                self._transport.write(b" ")
                await asyncio.sleep(1)
            else:
                self._transport.write(b"<item><title>x</title></item>" * 4000)
                await self._resume.wait()
                await asyncio.sleep(0)

    def _feed(self, number: int, headers: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
        world = self._state.world
        etag = world.etag(number)
        given = {"ETag": etag} if etag else {}
        if etag and headers.get("if-none-match") == etag:
            return "304 Not Modified", given, b""
        given["Content-Type"] = "application/xml; charset=utf-8" if number % 2 else "text/xml"
        packed = world.compressed(number) if "gzip" in headers.get("accept-encoding", "") else None
        if packed is not None:
            return "200 OK", given | {"Content-Encoding": "gzip"}, packed
        return "200 OK", given, world.document(number)

    def _send(self, status: str, headers: dict[str, str], body: bytes, *, close: bool) -> None:
        self._state.answered[status[:3]] += 1
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        closing = "Connection: close\r\n" if close else ""
        length = "" if status.startswith("304") else f"Content-Length: {len(body)}\r\n"
        self._transport.write(f"HTTP/1.1 {status}\r\n{lines}{length}{closing}\r\n".encode() + body)
        if close:
            self._transport.close()


async def serve(feeds: int, items: int, ready: Callable[[int], None]) -> None:
    """Listen on a free port of every loopback address until cancelled."""
    state = State(feeds, items)
    for number in range(min(feeds, WARM)):
        state.world.document(number)
        state.world.compressed(number)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(state), "0.0.0.0", 0, backlog=1024)
    ready(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    size = int(sys.argv[2]) if len(sys.argv) > 2 else ITEMS
    asyncio.run(serve(int(sys.argv[1]), size, lambda port: print(port, flush=True)))
