"""What is asked of the fetcher and what it answers: plain values, no network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Literal


class FetchOutcome(StrEnum):
    """How a fetch ended, told apart by what to do next."""

    NEW = "new"  # a body came
    SAME = "same"  # 304: what we have is still right
    THROTTLED = "throttled"  # asked to wait
    WALLED = "walled"  # 401, 403, 451 or a bot wall
    GONE = "gone"  # 404, 410
    SERVER_ERROR = "server-error"  # any other status that brings no document
    UNREACHABLE = "unreachable"  # no such host, refused, broken off, TLS
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    REFUSED = "refused"  # by our own rules: a private address, robots.txt
    BAD_URL = "bad-url"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One document to fetch, and what was learned about it last time."""

    url: str
    etag: str = ""
    last_modified: str = ""
    headers: tuple[tuple[str, str], ...] = ()  # the feed's own; sent to its own host only
    proxy: str = ""
    kind: Literal["feed", "page"] = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The answer; `detail` is a sentence for the admin when no body came."""

    outcome: FetchOutcome
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names, a few of them
    etag: str = ""
    last_modified: str = ""
    final_url: str = ""
    moved_permanently_to: str = ""  # where 301 and 308 alone lead
    retry_after: timedelta | None = None
    fresh_for: timedelta | None = None  # Cache-Control: max-age
    detail: str = ""
