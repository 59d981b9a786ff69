"""What every public answer carries, and how often one address may ask."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler

# Nothing but our own style sheet is loaded, no script runs, nobody may frame the pages.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_BURST = 60.0
_PER_SECOND = 5.0
# Addresses remembered; the longest silent are forgotten first.
_MOST_ADDRESSES = 5000

Middleware = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]


class Bucket:
    """So many requests at once, then so many a second, for each address."""

    def __init__(self, burst: float = _BURST, per_second: float = _PER_SECOND) -> None:
        self._burst, self._per_second = burst, per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, now: float) -> bool:
        """Whether the address may ask now; `now` in seconds."""
        left, at = self._left.pop(address, (self._burst, now))
        left = min(left + (now - at) * self._per_second, self._burst)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        if len(self._left) > _MOST_ADDRESSES:
            self._left.popitem(last=False)
        return allowed
