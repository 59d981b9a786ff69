"""Fetches feeds and pages over HTTP: conditional, bounded, polite, and never into private networks.

aiohttp because it decodes bombs in bounded steps and lets us see the address it dials.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.feeds import robots
from bot.feeds.answer import (
    PERMANENT,
    REDIRECTS,
    fresh_for,
    kept_headers,
    outcome_of,
    retry_after,
)
from bot.feeds.guard import Guard, Network, literal
from bot.feeds.outcome import Fetched, FetchOutcome, FetchRequest
from bot.feeds.politeness import Manners, Politeness
from bot.feeds.urls import is_http_url, registrable_domain
from bot.feeds.walls import is_wall

__all__ = ["FetchLimits", "FetchOutcome", "FetchRequest", "Fetched", "HttpFetcher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What one fetch may cost."""

    feed_bytes: int = 10_000_000  # decoded
    page_bytes: int = 2_000_000
    connect: timedelta = timedelta(seconds=10)
    first_byte: timedelta = timedelta(seconds=15)  # also between two parts of a body
    whole: timedelta = timedelta(seconds=30)  # with all redirects, without waiting for a turn
    redirects: int = 5
    in_flight: int = 256  # connections in all, those to slow servers included


class HttpFetcher:
    """One session for all feeds and pages; use it as an async context manager.

    fetch:
      wait for the domain's turn
      -> for each hop: robots.txt (pages), guard, request
      -> status, walls and size decide the outcome
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allow_networks: Sequence[Network] = (),
        limits: FetchLimits | None = None,
        manners: Manners | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or FetchLimits()
        self._guard = Guard(allow_networks)
        self._politeness = Politeness(manners)
        self._robots: OrderedDict[str, tuple[float, robots.Rules]] = OrderedDict()
        self._stack = AsyncExitStack()
        self._direct: aiohttp.ClientSession | None = None
        self._proxied: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._gate = asyncio.Semaphore(self._limits.in_flight)
        self._large = asyncio.Semaphore(_MOST_LARGE)
        self._direct = await self._stack.enter_async_context(self._session(guarded=True))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def fetch(self, request: FetchRequest) -> Fetched:
        """Fetch one document when its domain's turn has come.

        Every failure is an outcome, only cancellation passes.
        """
        async with self.turn(request.url):
            return await self.fetch_at_once(request)

    def turn(self, url: str) -> AbstractAsyncContextManager[None]:
        """Wait for the turn of the address's domain; inside, fetch_at_once."""
        return self._politeness.turn(self._domain(url) if is_http_url(url) else "")

    async def fetch_at_once(self, request: FetchRequest) -> Fetched:
        """The same for who waited for the turn already."""
        if not is_http_url(request.url):
            detail = "the address is no http address"
            return _failed(FetchOutcome.BAD_URL, detail, request.url)
        domain = self._domain(request.url)
        pause = self._politeness.pause_left(domain)
        if pause:
            waiting = _failed(FetchOutcome.THROTTLED, f"{domain} asked to wait", request.url)
            return replace(waiting, retry_after=pause)
        async with self._gate:
            fetched = await self._guarded(request)
        if fetched.outcome is FetchOutcome.THROTTLED:
            self._politeness.pause(domain, fetched.retry_after or _UNSAID_PAUSE)
        return fetched

    async def _guarded(self, request: FetchRequest) -> Fetched:
        """One fetch with all errors translated."""
        refused = self._guard.watch()
        try:
            async with asyncio.timeout(self._limits.whole.total_seconds()):
                return await self._follow(request)
        except _Stopped as stop:
            return stop.answer
        except aiohttp.ServerTimeoutError as error:
            detail = f"the server is silent: {error}"[:200]
            return _failed(FetchOutcome.TIMEOUT, detail, request.url)
        except TimeoutError:
            whole = self._limits.whole.total_seconds()
            detail = f"no complete answer within {whole:g} s"
            return _failed(FetchOutcome.TIMEOUT, detail, request.url)
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            return _failed(FetchOutcome.BAD_URL, f"the address is broken: {error}", request.url)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if refused:
                detail = f"the address {refused[0]} is not public; see ALLOW_NETWORKS"
                return _failed(FetchOutcome.REFUSED, detail, request.url)
            return _failed(*_explained(error), request.url)

    async def _follow(self, request: FetchRequest) -> Fetched:
        """The request and its redirects; each hop is checked as if it were the first."""
        hop = request
        moved_to = ""
        only_permanent = True
        for _ in range(self._limits.redirects + 1):
            await self._check(hop)
            async with self._session_for(hop).get(
                hop.url,
                headers=self._headers(hop),
                proxy=hop.proxy or None,
                allow_redirects=False,
            ) as response:
                if response.status not in REDIRECTS:
                    return replace(await self._answer(hop, response), moved_permanently_to=moved_to)
                target = _target(hop, response)
                only_permanent = only_permanent and response.status in PERMANENT
            if only_permanent:
                moved_to = target
            hop = _redirected(hop, target)
        detail = f"more than {self._limits.redirects} redirects"
        return _failed(FetchOutcome.SERVER_ERROR, detail, hop.url)

    async def _check(self, hop: FetchRequest) -> None:
        """Raise _Stopped when our own rules forbid this hop."""
        host = urlsplit(hop.url).hostname or ""
        address = literal(host)
        # A proxy dials for us: then only an address that stands in the URL can be judged.
        if address is not None and not self._guard.permits(address):
            detail = f"the address {address} is not public; see ALLOW_NETWORKS"
            raise _Stopped(_failed(FetchOutcome.REFUSED, detail, hop.url))
        if hop.kind == "page" and not (await self._rules(hop)).permits(hop.url):
            detail = "robots.txt forbids fetching this page"
            raise _Stopped(_failed(FetchOutcome.REFUSED, detail, hop.url))

    async def _answer(self, hop: FetchRequest, response: aiohttp.ClientResponse) -> Fetched:
        headers = kept_headers(response.headers)
        answer = Fetched(
            outcome=outcome_of(response.status, response.headers),
            status=response.status,
            headers=headers,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            final_url=str(hop.url),
            retry_after=retry_after(headers),
            fresh_for=fresh_for(headers),
        )
        if answer.outcome is FetchOutcome.SAME:
            etag, modified = answer.etag or hop.etag, answer.last_modified or hop.last_modified
            return replace(answer, etag=etag, last_modified=modified)
        if answer.outcome is not FetchOutcome.NEW:
            reason = f" {response.reason}" if response.reason else ""
            return replace(answer, detail=f"the server answers {response.status}{reason}"[:200])
        most = self._limits.page_bytes if hop.kind == "page" else self._limits.feed_bytes
        body = await self._read(response, most)
        if body is None:
            detail = f"the document is larger than {most / 1e6:g} MB"
            return replace(answer, outcome=FetchOutcome.TOO_LARGE, detail=detail)
        if is_wall(body, headers):
            detail = "a page that asks for a human came instead (bot wall)"
            return replace(answer, outcome=FetchOutcome.WALLED, detail=detail)
        return replace(answer, body=body)

    async def _read(self, response: aiohttp.ClientResponse, most: int) -> bytes | None:
        """The decoded body; None as soon as it is larger than `most`."""
        if (response.content_length or 0) > most:
            return None
        parts: list[bytes] = []
        size = 0
        async with AsyncExitStack() as stack:
            async for chunk in response.content.iter_chunked(_CHUNK):
                # Only a few large bodies at once: many endless ones together would fill memory.
                if size <= _SMALL < size + len(chunk):
                    await stack.enter_async_context(self._large)
                parts.append(chunk)
                size += len(chunk)
                if size > most:
                    return None
            return b"".join(parts)

    async def _rules(self, page: FetchRequest) -> robots.Rules:
        """The host's robots.txt, remembered for a day; without an answer nothing is permitted."""
        parts = urlsplit(page.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        now = asyncio.get_running_loop().time()
        until, rules = self._robots.get(origin, (0.0, robots.NOTHING))
        if until > now:
            return rules
        rules, keep = await self._fetch_rules(origin, page.proxy)
        self._robots[origin] = (now + keep.total_seconds(), rules)
        if len(self._robots) > _MOST_ROBOTS:
            self._robots.popitem(last=False)
        if rules.delay:
            self._politeness.slow_down(self._domain(origin), rules.delay)
        return rules

    async def _fetch_rules(self, origin: str, proxy: str) -> tuple[robots.Rules, timedelta]:
        # Fetched as a feed: there is no robots.txt for robots.txt.
        answer = await self._guarded(FetchRequest(url=f"{origin}/robots.txt", proxy=proxy))
        match answer.outcome:
            case FetchOutcome.NEW:
                text = answer.body.decode("utf-8", "replace")
                return robots.read_robots(text, _product(self._user_agent)), _ROBOTS_KEPT
            case FetchOutcome.GONE | FetchOutcome.WALLED:
                # RFC 9309 2.3.1.3: "unavailable" (4xx) means that there are no rules.
                return robots.EVERYTHING, _ROBOTS_KEPT
            case _:
                return robots.NOTHING, _ROBOTS_RETRY

    def _headers(self, hop: FetchRequest) -> dict[str, str]:
        headers = {"User-Agent": self._user_agent, "Accept": _ACCEPT[hop.kind]}
        if hop.etag:
            headers["If-None-Match"] = hop.etag
        if hop.last_modified:
            headers["If-Modified-Since"] = hop.last_modified
        return headers | dict(hop.headers)

    def _domain(self, url: str) -> str:
        """Whose patience a fetch uses up; "" for the operator's own hosts."""
        host = urlsplit(url).hostname or ""
        return "" if self._guard.opens_host(host) else registrable_domain(url)

    def _session_for(self, hop: FetchRequest) -> aiohttp.ClientSession:
        if self._direct is None:
            raise RuntimeError("the fetcher is not open: use it as an async context manager")
        if not hop.proxy:
            return self._direct
        if self._proxied is None:
            self._proxied = self._session(guarded=False)
            self._stack.push_async_callback(self._proxied.close)
        return self._proxied

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        limits = self._limits
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=limits.in_flight,
                # Idle TLS connections of 600 hosts held 227 MB for nothing.
                force_close=True,
                ttl_dns_cache=300,
                # The operator's proxy may stand in a private network.
                socket_factory=self._guard.open_socket if guarded else None,
            ),
            timeout=aiohttp.ClientTimeout(
                total=None,
                sock_connect=limits.connect.total_seconds(),
                sock_read=limits.first_byte.total_seconds(),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            # Real feeds answer with headers beyond the default of 8 KB.
            max_line_size=65_536,
            max_field_size=65_536,
        )


# "Too many requests" without a word about when.
_UNSAID_PAUSE = timedelta(minutes=1)
_MOST_ROBOTS = 2_000
_ROBOTS_KEPT = timedelta(days=1)
_ROBOTS_RETRY = timedelta(minutes=10)
_CHUNK = 65_536
# Nine of ten feeds are smaller; of larger bodies so many are read at a time.
_SMALL = 200_000
_MOST_LARGE = 2
_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/rdf+xml, "
    "application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
}


@dataclass
class _Stopped(Exception):
    """Carries an answer out of the hops."""

    answer: Fetched = field()


def _failed(outcome: FetchOutcome, detail: str, url: str) -> Fetched:
    return Fetched(outcome=outcome, detail=detail, final_url=url)


def _explained(error: Exception) -> tuple[FetchOutcome, str]:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return FetchOutcome.UNREACHABLE, "the host is unknown (DNS)"
        case aiohttp.ClientSSLError():
            return FetchOutcome.UNREACHABLE, f"the TLS certificate is refused: {error}"[:200]
        case aiohttp.ClientConnectorError():
            return FetchOutcome.UNREACHABLE, f"no connection: {error.os_error}"[:200]
        case aiohttp.ClientResponseError():
            return FetchOutcome.SERVER_ERROR, f"the answer is no HTTP: {error.message}"[:100]
        case aiohttp.ClientPayloadError():
            return FetchOutcome.UNREACHABLE, f"the answer broke off: {error}"[:200]
        case aiohttp.ServerDisconnectedError():
            return FetchOutcome.UNREACHABLE, "the server closed the connection without an answer"
        case ValueError():
            return FetchOutcome.BAD_URL, f"the address or a header is broken: {error}"[:200]
        case _:
            return FetchOutcome.UNREACHABLE, f"the connection failed: {error}"[:200]


def _target(hop: FetchRequest, response: aiohttp.ClientResponse) -> str:
    location = response.headers.get("Location", "")
    try:
        target = urljoin(hop.url, location.strip().replace(" ", "%20"))
    except ValueError:
        target = ""
    if not location or not is_http_url(target):
        detail = f"the server answers {response.status} with a broken target"
        answer = _failed(FetchOutcome.SERVER_ERROR, detail, hop.url)
        raise _Stopped(replace(answer, status=response.status))
    return target


def _redirected(hop: FetchRequest, target: str) -> FetchRequest:
    """The feed's own headers may hold a password: another host does not get them."""
    same_host = urlsplit(hop.url)[:2] == urlsplit(target)[:2]
    return replace(hop, url=target, headers=hop.headers if same_host else ())


def _product(user_agent: str) -> str:
    """The name that robots.txt may use for us."""
    return "sariwarta" if "sariwarta" in user_agent.lower() else user_agent.partition("/")[0]
