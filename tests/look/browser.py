"""A real Chromium without a window, spoken to over its own debugging protocol."""

import asyncio
import base64
import itertools
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")
# Only what hangs is ended.
_LONGEST = 120

# Any: messages of the protocol are JSON of every shape.
Json = dict[str, Any]


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._session = ""
        self._loaded = False

    async def open(self) -> None:
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        self._session = attached["sessionId"]
        for part in ("Page", "Runtime", "Network"):
            await self.call(f"{part}.enable")

    async def look(self, url: str, width: int, scheme: str, language: str) -> None:
        """Go there on a screen of that width, with that colour scheme."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=844,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        await self.call("Emulation.setEmulatedMedia", features=features)
        await self.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
        self._loaded = False
        await self.call("Page.navigate", url=url)
        async with asyncio.timeout(_LONGEST):
            while not self._loaded:
                self._hear(await self._socket.receive_json())

    async def evaluate(self, script: str) -> Any:  # Any: what a script gives
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    async def picture(self, path: Path) -> None:
        shot = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))

    async def call(self, method: str, **params: object) -> Json:
        number = next(self._numbers)
        message: Json = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        await self._socket.send_json(message)
        async with asyncio.timeout(_LONGEST):
            while True:
                answer = await self._socket.receive_json()
                if answer.get("id") == number:
                    break
                self._hear(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result: Json = answer["result"]
        return result

    def _hear(self, event: Json) -> None:
        self._loaded |= event.get("method") == "Page.loadEventFired"


@asynccontextmanager
async def browser() -> AsyncIterator[Page]:
    """A tab of a Chromium that is gone at the end of the block."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise SystemExit("There is no Chromium. Debian/Ubuntu: sudo apt install chromium")
    with tempfile.TemporaryDirectory(prefix="look-", ignore_cleanup_errors=True) as profile:
        running = await asyncio.create_subprocess_exec(
            program,
            "--headless=new",
            # A container has neither the rights nor the shared memory for more; pages are ours.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with aiohttp.ClientSession() as http:
                address = await _address(running)
                async with http.ws_connect(address, max_msg_size=0) as socket:
                    page = Page(socket)
                    await page.open()
                    yield page
        finally:
            running.terminate()
            await running.wait()


async def _address(running: asyncio.subprocess.Process) -> str:
    if running.stderr is None:
        raise RuntimeError("Chromium was started without its messages")
    told = b""
    async with asyncio.timeout(_LONGEST):
        while line := await running.stderr.readline():
            told += line
            if found := _LISTENING.search(line):
                return found[1].decode()
    raise RuntimeError(f"Chromium ended: {told.decode(errors='replace')[-500:]}")
