"""Fetches feeds and pages over HTTP: conditional, bounded, polite, and never into private networks.

aiohttp because it decodes bombs in bounded steps and lets us see the address it dials.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.feeds.answer import (
    PERMANENT,
    REDIRECTS,
    fresh_for,
    kept_headers,
    outcome_of,
    retry_after,
)
from bot.feeds.failures import Stopped, explained, failed
from bot.feeds.guard import Guard, Network, literal
from bot.feeds.outcome import Fetched, FetchOutcome, FetchRequest
from bot.feeds.permission import Permissions
from bot.feeds.politeness import Manners, Politeness
from bot.feeds.session import FetchLimits, open_session
from bot.feeds.urls import is_http_url, registrable_domain
from bot.feeds.walls import is_wall

__all__ = ["FetchLimits", "FetchOutcome", "FetchRequest", "Fetched", "HttpFetcher"]


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
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or FetchLimits()
        self._guard = Guard(allow_networks)
        self._politeness = Politeness(manners)
        self._permissions = Permissions(user_agent, self._guarded)
        self._resolver = resolver
        self._stack = AsyncExitStack()
        self._direct: aiohttp.ClientSession | None = None
        self._proxied: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._gate = asyncio.Semaphore(self._limits.in_flight)
        self._large = asyncio.Semaphore(_MOST_LARGE)
        self._direct = await self._stack.enter_async_context(
            open_session(self._limits, self._guard, self._resolver)
        )
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
            return failed(FetchOutcome.BAD_URL, detail, request.url)
        domain = self._domain(request.url)
        pause = self._politeness.pause_left(domain)
        if pause:
            waiting = failed(FetchOutcome.THROTTLED, f"{domain} asked to wait", request.url)
            return replace(waiting, retry_after=pause)
        async with self._gate:
            fetched = await self._guarded(request)
        if fetched.outcome is FetchOutcome.THROTTLED:
            self._politeness.pause(domain, fetched.retry_after or _UNSAID_PAUSE)
        return fetched

    async def robots_permit(self, url: str, proxy: str = "") -> bool:
        """Whether the site's robots.txt lets us read this page; its answer is remembered."""
        page = FetchRequest(url=url, kind="page", proxy=proxy)
        return is_http_url(url) and (await self._permissions.rules(page)).permits(url)

    async def submit(self, url: str, form: Mapping[str, str]) -> Fetched:
        """Post a form, to a hub for example; no redirect is followed and no body read."""
        request = FetchRequest(url=url)
        if not is_http_url(url):
            return failed(FetchOutcome.BAD_URL, "the address is no http address", url)
        async with self.turn(url), self._gate:
            return await self._guarded(request, form)

    async def _guarded(
        self, request: FetchRequest, form: Mapping[str, str] | None = None
    ) -> Fetched:
        """One fetch, or one form posted, with all errors translated."""
        refused = self._guard.watch()
        try:
            async with asyncio.timeout(self._limits.whole.total_seconds()):
                return await (self._follow(request) if form is None else self._post(request, form))
        except Stopped as stop:
            return stop.answer
        except aiohttp.ServerTimeoutError as error:
            detail = f"the server is silent: {error}"[:200]
            return failed(FetchOutcome.TIMEOUT, detail, request.url)
        except TimeoutError:
            whole = self._limits.whole.total_seconds()
            detail = f"no complete answer within {whole:g} s"
            return failed(FetchOutcome.TIMEOUT, detail, request.url)
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            return failed(FetchOutcome.BAD_URL, f"the address is broken: {error}", request.url)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if refused:
                detail = f"the address {refused[0]} is not public; see ALLOW_NETWORKS"
                return failed(FetchOutcome.REFUSED, detail, request.url)
            return failed(*explained(error), request.url)

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
                    answer = await self._answer(hop, response)
                    return replace(answer, moved_permanently_to=moved_to) if moved_to else answer
                target = _target(hop, response)
                only_permanent = only_permanent and response.status in PERMANENT
            if only_permanent:
                moved_to = target
            hop = _redirected(hop, target)
        detail = f"more than {self._limits.redirects} redirects"
        return failed(FetchOutcome.SERVER_ERROR, detail, hop.url)

    async def _post(self, request: FetchRequest, form: Mapping[str, str]) -> Fetched:
        await self._check(request)
        async with self._session_for(request).post(
            request.url, data=form, headers=self._headers(request), allow_redirects=False
        ) as response:
            said = (await response.content.read(_ANSWER)).decode("utf-8", "replace")
            accepted = 200 <= response.status < 300
            refusal = f"the hub answers {response.status} {said}"[:200].strip()
            return Fetched(
                outcome=FetchOutcome.NEW if accepted else FetchOutcome.SERVER_ERROR,
                status=response.status,
                final_url=request.url,
                detail="" if accepted else refusal,
            )

    async def _check(self, hop: FetchRequest) -> None:
        """Raise Stopped when our own rules forbid this hop."""
        host = urlsplit(hop.url).hostname or ""
        address = literal(host)
        # A proxy dials for us: then only an address that stands in the URL can be judged.
        if address is not None and not self._guard.permits(address):
            detail = f"the address {address} is not public; see ALLOW_NETWORKS"
            raise Stopped(failed(FetchOutcome.REFUSED, detail, hop.url))
        if hop.kind != "page":
            return
        rules = await self._permissions.rules(hop)
        if rules.delay:
            self._politeness.slow_down(self._domain(hop.url), rules.delay)
        if not rules.permits(hop.url):
            detail = "robots.txt forbids fetching this page"
            raise Stopped(failed(FetchOutcome.REFUSED, detail, hop.url))

    async def _answer(self, hop: FetchRequest, response: aiohttp.ClientResponse) -> Fetched:
        headers = kept_headers(response.headers)
        if "link" in headers:
            headers["link"] = ", ".join(response.headers.getall("Link"))[:_LINKS]
        outcome = outcome_of(response.status, response.headers)
        kept = hop if outcome is FetchOutcome.SAME else _NOTHING
        answer = Fetched(
            outcome=outcome,
            status=response.status,
            headers=headers,
            etag=headers.get("etag") or kept.etag,
            last_modified=headers.get("last-modified") or kept.last_modified,
            final_url=str(hop.url),
            retry_after=retry_after(headers),
            fresh_for=fresh_for(headers),
        )
        if outcome is FetchOutcome.SAME:
            return answer
        if outcome is not FetchOutcome.NEW:
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
            self._proxied = open_session(self._limits, None)
            self._stack.push_async_callback(self._proxied.close)
        return self._proxied


# A request that knows of no earlier answer.
_NOTHING = FetchRequest(url="")
# "Too many requests" without a word about when.
_UNSAID_PAUSE = timedelta(minutes=1)
_CHUNK = 65_536
_LINKS = 2000  # characters
# A hub says in a few words why it refuses.
_ANSWER = 200
# Nine of ten feeds are smaller; of larger bodies so many are read at a time.
_SMALL = 200_000
_MOST_LARGE = 2
_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/rdf+xml, "
    "application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
}


def _target(hop: FetchRequest, response: aiohttp.ClientResponse) -> str:
    location = response.headers.get("Location", "")
    try:
        target = urljoin(hop.url, location.strip().replace(" ", "%20"))
    except ValueError:
        target = ""
    if not location or not is_http_url(target):
        detail = f"the server answers {response.status} with a broken target"
        answer = failed(FetchOutcome.SERVER_ERROR, detail, hop.url)
        raise Stopped(replace(answer, status=response.status))
    return target


def _redirected(hop: FetchRequest, target: str) -> FetchRequest:
    """The feed's own headers may hold a password: another host does not get them."""
    same_host = urlsplit(hop.url)[:2] == urlsplit(target)[:2]
    return replace(hop, url=target, headers=hop.headers if same_host else ())
