"""Which pages outlets let us read: their robots.txt, remembered for a day."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from bot.feeds import robots
from bot.feeds.outcome import Fetched, FetchOutcome, FetchRequest


class Permissions:
    """Fetches each host's rules once; without an answer nothing is permitted."""

    def __init__(
        self, user_agent: str, fetch: Callable[[FetchRequest], Awaitable[Fetched]]
    ) -> None:
        self._agent = _product(user_agent)
        self._fetch = fetch
        self._known: OrderedDict[str, tuple[float, robots.Rules]] = OrderedDict()
        # Two pages of one host at once ask for its rules once.
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def rules(self, page: FetchRequest) -> robots.Rules:
        """What the page's host says to us."""
        parts = urlsplit(page.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(origin, asyncio.Lock()):
            now = asyncio.get_running_loop().time()
            until, rules = self._known.get(origin, (0.0, robots.NOTHING))
            if until > now:
                return rules
            rules, keep = await self._read(origin, page.proxy)
            self._known[origin] = (now + keep.total_seconds(), rules)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
            return rules

    async def _read(self, origin: str, proxy: str) -> tuple[robots.Rules, timedelta]:
        # Fetched as a feed: there is no robots.txt for robots.txt.
        answer = await self._fetch(FetchRequest(url=f"{origin}/robots.txt", proxy=proxy))
        match answer.outcome:
            case FetchOutcome.NEW:
                text = answer.body.decode("utf-8", "replace")
                return robots.read_robots(text, self._agent), _KEPT
            case FetchOutcome.GONE | FetchOutcome.WALLED:
                # RFC 9309 2.3.1.3: "unavailable" (4xx) means that there are no rules.
                return robots.EVERYTHING, _KEPT
            case _:
                return robots.NOTHING, _RETRY


_MOST = 2_000
_KEPT = timedelta(days=1)
_RETRY = timedelta(minutes=10)


def _product(user_agent: str) -> str:
    """The name that robots.txt may use for us."""
    return "sariwarta" if "sariwarta" in user_agent.lower() else user_agent.partition("/")[0]
