"""The admins' page: feeds, outbox and subscribers as pictures, behind a link from the bot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.model import FeedHealth, FeedState
from bot.ports import Storage
from bot.web import charts, pages
from bot.web.guarding import HEADERS, Bucket
from bot.web.passes import PASS_LASTS, Passes

PATH = "/panel"
_COOKIE = "sariwarta_panel"
_FRESH_FOR = timedelta(seconds=30)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
# Two weeks of days show a feed's week; a month of days shows who came.
FEED_DAYS, JOINED_DAYS, SENT_HOURS = 14, 30, 24
_LAST = len(FeedHealth)
_WORST_FIRST = {
    health: place
    for place, health in enumerate(
        (
            FeedHealth.GONE,
            FeedHealth.NOT_A_FEED,
            FeedHealth.WALLED,
            FeedHealth.FAILING,
            FeedHealth.THROTTLED,
            FeedHealth.EMPTY,
        )
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the page needs of the program."""

    storage: Storage
    passes: Passes
    admins: frozenset[int]
    now: Callable[[], datetime]
    zone: str
    url: str  # public address, without a slash at its end

    def link(self, admin: int, chance: str) -> str:
        """An address that opens the page once."""
        return f"{self.url}{PATH}/masuk/{self.passes.link(admin, self.now(), chance)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that the page shows, of one moment."""

    at: datetime
    feeds: tuple[tuple[FeedState, tuple[int, ...]], ...]
    outbox: Mapping[str, int]
    sent: tuple[int, ...]
    subscribers: Mapping[str, int]
    joined: tuple[int, ...]


class Panel:
    """Adds its pages to an application."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        # An admin clicks seldom; who guesses codes would need far more tries than these.
        self._bucket = Bucket(burst=20, per_second=0.5)
        self._figures: Figures | None = None

    def add_to(self, app: web.Application) -> None:
        app.router.add_get(PATH, self._guarded(self.show))
        app.router.add_get(f"{PATH}/gaya.css", self._guarded(self.style))
        app.router.add_get(f"{PATH}/masuk/{{code}}", self._guarded(self.ask))
        app.router.add_post(f"{PATH}/masuk/{{code}}", self._guarded(self.enter))
        app.router.add_post(f"{PATH}/keluar", self._guarded(self.leave))

    def _guarded(self, page: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            if self._bucket.take(request.remote or "", self._desk.now().timestamp()):
                response = await page(request)
            else:
                response = self._page(request, "panel_door.html", 429, message="busy", code="")
                response.headers["Retry-After"] = "5"
            response.headers.update(HEADERS)
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answer

    async def style(self, _: web.Request) -> web.StreamResponse:
        return pages.style()

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """A button: Telegram fetches links for previews, and must not use one up."""
        code = request.match_info["code"]
        return self._page(request, "panel_door.html", message="panel_enter", code=code)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        desk = self._desk
        admin = desk.passes.entered(request.match_info["code"], desk.now())
        if admin is None or admin not in desk.admins:
            return self._stranger(request)
        response = web.Response(status=303, headers={"Location": PATH})
        response.set_cookie(
            _COOKIE,
            desk.passes.ticket(admin, desk.now()),
            path=PATH,
            max_age=int(PASS_LASTS.total_seconds()),
            httponly=True,
            secure=desk.url.startswith("https://"),
            samesite="Strict",
        )
        return response

    async def leave(self, _: web.Request) -> web.StreamResponse:
        response = web.Response(status=303, headers={"Location": PATH})
        response.del_cookie(_COOKIE, path=PATH)
        return response

    async def show(self, request: web.Request) -> web.StreamResponse:
        desk = self._desk
        admin = desk.passes.admin_of(request.cookies.get(_COOKIE, ""), desk.now())
        if admin is None or admin not in desk.admins:
            return self._stranger(request)
        return self._page(
            request, "panel.html", figures=await self._read(), bars=charts.bars, charts=charts
        )

    def _stranger(self, request: web.Request) -> web.Response:
        return self._page(request, "panel_door.html", 403, message="panel_stranger", code="")

    def _page(
        self, request: web.Request, template: str, status: int = 200, **shown: object
    ) -> web.Response:
        return pages.page(request, template, self._desk.zone, status, path=PATH, **shown)

    async def _read(self) -> Figures:
        now, storage = self._desk.now(), self._desk.storage
        if self._figures is not None and now - self._figures.at < _FRESH_FOR:
            return self._figures
        days, hours = _start_of_days(now, FEED_DAYS), now - SENT_HOURS * _HOUR
        month = _start_of_days(now, JOINED_DAYS)
        came = await storage.trends.entries(days, _DAY, FEED_DAYS)
        states = [state for state in await storage.feeds.all() if state.feed.enabled]
        nothing = (0,) * FEED_DAYS
        self._figures = Figures(
            at=now,
            feeds=tuple((s, came.get(s.id, nothing)) for s in sorted(states, key=_trouble)),
            outbox=await storage.outbox.counts(),
            sent=await storage.trends.sent(hours, _HOUR, SENT_HOURS),
            subscribers=await storage.subscribers.count(),
            joined=await storage.trends.joined(month, _DAY, JOINED_DAYS),
        )
        return self._figures


def _trouble(state: FeedState) -> tuple[int, str, str]:
    return _WORST_FIRST.get(state.health, _LAST), state.feed.outlet, state.feed.url


def _start_of_days(now: datetime, days: int) -> datetime:
    """The last of so many days is today."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - (days - 1) * _DAY
