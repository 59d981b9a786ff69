"""How connections to outlets are made: limits of time and size, no cookies, no private networks."""

from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.feeds.guard import Guard


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


def open_session(
    limits: FetchLimits, guard: Guard | None, resolver: AbstractResolver | None = None
) -> aiohttp.ClientSession:
    """A session; without a guard only for the operator's proxies, which may stand anywhere."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=limits.in_flight,
            # Idle TLS connections of 600 hosts held 227 MB for nothing.
            force_close=True,
            ttl_dns_cache=300,
            resolver=resolver,
            socket_factory=guard.open_socket if guard else None,
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
