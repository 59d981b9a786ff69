"""How python-telegram-bot reaches Telegram: its request interface on aiohttp.

Much cheaper a call than the httpx class that comes with the library (see
benchmarks/sending). Use one instance for calls and another one for long polling: a waiting
getUpdates then never takes a connection away from answers.
"""

import asyncio
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

# Telegram keeps idle connections longer than this; a request on one that the server is just
# closing would have an unknown outcome.
_KEEP_ALIVE_SECONDS: Final = 15

# Uploads may take this long to write when the caller does not say otherwise.
_UPLOAD_SECONDS: Final = 60.0


class NotSent(NetworkError):
    """The request did not leave this machine: it may be repeated at once."""


class NotSentInTime(TimedOut, NotSent):
    """No connection was free, or none was made, in time."""


class FloodWait(RetryAfter):
    """A 429. PTB's own class warns of its deprecated number each time it is made."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(wait)

    @property
    def retry_after(self) -> timedelta:
        return self.wait


class AiohttpRequest(BaseRequest):
    """PTB's request interface; the session is made with the first call.

    At most `connections` requests are open at the same time; others wait up to
    `pool_timeout` for one.
    """

    def __init__(
        self,
        *,
        connections: int = 32,
        read_timeout: float | None = 20.0,
        write_timeout: float | None = 10.0,
        connect_timeout: float | None = 10.0,
        pool_timeout: float | None = 30.0,
        proxy: str = "",
    ) -> None:
        if proxy and urlsplit(proxy).scheme not in ("http", "https"):
            raise ValueError("the proxy must be an http:// or https:// address")
        self._connections = connections
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._proxy = proxy or None
        self._session: aiohttp.ClientSession | None = None
        self._timeouts: dict[tuple[float | None, ...], aiohttp.ClientTimeout] = {}

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to do: the session is made by the first call, in its event loop."""

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; raises what PTB expects, with aiohttp's error as the cause."""
        uploads = request_data is not None and request_data.contains_files
        timeout = self._timeout(
            _chosen(read_timeout, self._read_timeout),
            _chosen(write_timeout, _UPLOAD_SECONDS if uploads else self._write_timeout),
            _chosen(connect_timeout, self._connect_timeout),
            _chosen(pool_timeout, self._pool_timeout),
        )
        try:
            async with self._open_session().request(
                method,
                URL(url, encoded=True),
                data=_body(request_data),
                timeout=timeout,
                proxy=self._proxy,
                allow_redirects=False,
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
            raise _translated(error) from error
        if status == HTTPStatus.TOO_MANY_REQUESTS and (wait := _asked_wait(body)):
            raise FloodWait(wait)
        return status, body

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=_KEEP_ALIVE_SECONDS
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session

    def _timeout(
        self,
        read: float | None,
        write: float | None,
        connect: float | None,
        pool: float | None,
    ) -> aiohttp.ClientTimeout:
        """aiohttp's view of the four limits; few different ones exist, so they are kept.

        aiohttp's read limit runs from the first byte written, so it includes writing; its
        connect limit includes waiting for a free connection.
        """
        key = (read, write, connect, pool)
        if key not in self._timeouts:
            self._timeouts[key] = aiohttp.ClientTimeout(
                total=_sum(read, write, connect, pool),
                connect=_sum(connect, pool),
                sock_connect=connect,
                sock_read=_sum(read, write),
            )
        return self._timeouts[key]


def _chosen(given: object, default: float | None) -> float | None:
    """PTB says "not given" by an object of a private class, and "no limit" by None."""
    return given if given is None or isinstance(given, int | float) else default


def _sum(*seconds: float | None) -> float | None:
    """None, no limit, swallows the others."""
    known = [each for each in seconds if each is not None]
    return sum(known) if len(known) == len(seconds) else None


def _body(request_data: RequestData | None) -> aiohttp.FormData | None:
    """The parameters as a form, the way PTB's own class sends them; files as multipart."""
    if request_data is None:
        return None
    form = aiohttp.FormData(default_to_multipart=request_data.contains_files)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    if request_data.contains_files:
        for name, (filename, content, content_type) in request_data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _asked_wait(body: bytes) -> timedelta | None:
    try:
        seconds = json.loads(body)["parameters"]["retry_after"]
        return timedelta(seconds=float(seconds))
    except (ValueError, TypeError, KeyError, OverflowError):
        return None


_UNUSABLE = (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, aiohttp.ClientHttpProxyError)

# Their texts name the host only; others may hold the whole URL and with it the token.
_TELLING = (OSError, aiohttp.ServerConnectionError, aiohttp.ClientPayloadError)


def _translated(error: Exception) -> NetworkError:
    # The name of the class helps where the text is empty.
    name = type(error).__name__
    text = f"{name}: {error}" if isinstance(error, _TELLING) else name
    if isinstance(error, _UNUSABLE):
        return NotSent(f"{name}: the address of the Bot API or of the proxy can not be used")
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return NotSentInTime(text)
    if isinstance(error, aiohttp.ClientConnectorError):
        return NotSent(text)
    if isinstance(error, asyncio.TimeoutError):
        return TimedOut(text)
    return NetworkError(text)
