"""What an HTTP answer's status and headers mean for us: pure reading, no network."""

import re
from collections.abc import Mapping
from datetime import timedelta

from bot.feeds.dates import parse_date
from bot.feeds.outcome import FetchOutcome

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})


def outcome_of(status: int, headers: Mapping[str, str]) -> FetchOutcome:
    """Sort a final status by what to do next."""
    if 200 <= status < 300:
        return FetchOutcome.NEW
    if status == 304:
        return FetchOutcome.SAME
    if status in (420, 429) or (status == 503 and "retry-after" in headers):
        return FetchOutcome.THROTTLED
    if status in (401, 402, 403, 406, 407, 451):
        return FetchOutcome.WALLED
    if status in (404, 410):
        return FetchOutcome.GONE
    return FetchOutcome.SERVER_ERROR


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The few that matter later, with lower-case names."""
    return {name: headers[name][:_LONGEST] for name in _KEPT if name in headers}


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Seconds, or a date measured against the server's own clock."""
    raw = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", raw):
        return timedelta(seconds=float(raw))
    if not raw:
        return None
    until = parse_date(raw, zone="UTC")
    now = parse_date(headers.get("date", ""), zone="UTC")
    return max(until - now, timedelta()) if until and now else None


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """How long the server says that the answer stays right."""
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    return timedelta(seconds=int(found[1])) if found else None


# Longer ETags exist only to be stored at our cost.
_LONGEST = 1000
_KEPT = (
    "content-type", "content-language", "cache-control", "retry-after", "date", "link",
    "etag", "last-modified", "cf-mitigated",
)  # fmt: skip
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
