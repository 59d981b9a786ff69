"""The admins' screens, for the snapshots."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.chat.texts import Texts
from bot.chat.views import office
from bot.feeds.catalog import difference, parse_text
from bot.feeds.difference import Reloaded
from bot.model import (
    DeliveryState,
    Feed,
    FeedHealth,
    FeedId,
    FeedState,
    Message,
    Quote,
    TopicKey,
)
from bot.notices import AnnouncementId, LogLine
from bot.roles.try_feed import TriedEntry, TriedFeed
from bot.roles.watch import Concern

NOW = datetime(2026, 11, 19, 23, 20, tzinfo=UTC)
ZONE = "Asia/Jakarta"
NUMBER = AnnouncementId(4)


def feed(number: int, health: FeedHealth = FeedHealth.OK, **more: object) -> FeedState:
    known = Feed(
        url=f"https://outlet{number}.example/rss", outlet=f"Warta {number}", section="ekonomi"
    )
    fields = {"last_new": NOW - timedelta(hours=2), "entries_per_day": 31.4, **more}
    return FeedState(
        id=FeedId(number),
        feed=known,
        next_poll=NOW,
        health=health,
        **fields,  # type: ignore[arg-type]  # test data by keyword
    )


def many() -> list[FeedState]:
    dead = feed(
        12,
        FeedHealth.WALLED,
        since=NOW - timedelta(days=1),
        detail="403: the outlet refuses this program",
        failures=9,
    )
    silent = feed(13, last_new=NOW - timedelta(days=20), entries_per_day=0.1)
    others = [feed(number) for number in range(1, 11)]
    return [feed(0, pushed=NOW - timedelta(hours=2)), *others, dead, silent]


TRIED = TriedFeed(
    url="https://outlet.example/rss",
    kind="rss20",
    entries=30,
    newest=NOW - timedelta(minutes=8),
    first=(
        TriedEntry(
            title="Jembatan Kali Sanggan dibuka lagi",
            link="https://outlet.example/jembatan",
            published=NOW - timedelta(minutes=8),
            characters=1840,
            summary=(Quote(text="Jembatan itu dibuka lagi setelah tiga bulan diperbaiki."),),
            topics=(TopicKey("nasional"),),
        ),
    ),
    complaints=("item 7: no date",),
)
PAGE = TriedFeed(
    url="https://outlet.example/",
    complaints=("this is a page, not a feed",),
    suggestions=("https://outlet.example/rss",),
)
OLD = parse_text("feeds: [https://satu.example/rss, https://dua.example/rss]")
NEW = parse_text("feeds: [https://dua.example/rss, https://tiga.example/rss, https://4.example/x]")
BAD = Reloaded(
    problems=("feeds.yaml:12:7: unknown key 'ulr'; did you mean url?", "feeds.yaml:14:3: no url")
)
LOG = (
    LogLine(at="2026-11-19T22:10:00Z", event="role.failed", fields="role=poll, reason=locked"),
    LogLine(at="2026-11-19T21:00:00Z", event="summary.failed", fields="stories=3"),
)

OFFICE: dict[str, Callable[[Texts], Message]] = {
    "90-feeds": lambda t: office.feeds(many(), {FeedId(3): 0.8}, 0, ZONE, NOW, t),
    "89-concern": lambda t: office.concern(
        Concern(feeds=(many()[11],), stuck=40, free_bytes=120 << 20), ZONE, NOW, t
    ),
    "88-concern-schema": lambda t: office.concern(
        Concern(upgraded="0008", newer="0011"), ZONE, NOW, t
    ),
    "87-panel": lambda t: office.panel("https://warta.contoh.id/panel/masuk/91.1.a.b", t),
    "87-panel-off": lambda t: office.panel("", t),
    "91-test": lambda t: office.tried(TRIED, {TopicKey("nasional"): "Nasional"}, ZONE, NOW, t),
    "92-test-page": lambda t: office.tried(PAGE, {}, ZONE, NOW, t),
    "93-reloaded": lambda t: office.reloaded(Reloaded(difference=difference(OLD, NEW)), t),
    "94-reload-refused": lambda t: office.reloaded(BAD, t),
    "95-stats": lambda t: office.stats(
        {"active": 812, "paused": 40},
        {"queued": 3, "sent": 9120},
        {
            "stories": 4100,
            "entries": 9000,
            "database_bytes": 82 * 2**20,
            "memory_bytes": 96 * 2**20,
        },
        t,
    ),
    "96-log": lambda t: office.problems(LOG, t),
    "97-broadcast": lambda t: office.preview(Message(html="Besok kami pindah."), NUMBER, 812, t),
    "98-broadcast-running": lambda t: office.progress(
        NUMBER, {DeliveryState.SENT: 400, DeliveryState.QUEUED: 410, DeliveryState.GIVEN_UP: 2}, t
    ),
    "99-broadcast-done": lambda t: office.progress(NUMBER, {DeliveryState.SENT: 812}, t),
}
