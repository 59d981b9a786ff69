"""A Bot API stub that costs almost nothing: a fixed answer to every POST.

It checks nothing; tests use tests/fakes/botapi.py. Prints its port.
"""

import asyncio
import json
import re
import sys
from typing import cast

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)

_RESULT = {
    "message_id": 1,
    "date": 1_700_000_000,
    "chat": {"id": 17, "type": "private", "first_name": "U"},
    "text": "Halo",
}
_BODY = json.dumps({"ok": True, "result": _RESULT}).encode()
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
    + str(len(_BODY)).encode()
    + b"\r\nConnection: keep-alive\r\n\r\n"
    + _BODY
)


class Stub(asyncio.Protocol):
    """Answers each request whose body is complete, after `latency` seconds."""

    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            match = _LENGTH.search(self._buffer, 0, end + 2)
            total = end + 4 + (int(match[1]) if match else 0)
            if len(self._buffer) < total:
                return
            self._buffer = self._buffer[total:]
            asyncio.get_running_loop().call_later(self.latency, self._answer)

    def _answer(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(_ANSWER)


async def serve(latency: float) -> None:
    Stub.latency = latency
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))
