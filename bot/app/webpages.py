"""The public archive and the admins' page, where they have an address."""

from bot.app.newsroom import permalinks_of
from bot.app.secret import derived
from bot.app.wiring import Parts
from bot.ops.opml import write_opml
from bot.web.archive import Archive, Source
from bot.web.panel import Desk, Panel
from bot.web.passes import Passes


def archive_of(parts: Parts) -> Archive | None:
    """The public pages."""
    permalinks = permalinks_of(parts.settings)
    if permalinks is None:
        return None

    async def sources() -> str:
        states = await parts.storage.feeds.all()
        # A feed with headers or a proxy of its own may carry somebody's key.
        return write_opml(
            [s.feed for s in states if s.feed.enabled and not s.feed.headers and not s.feed.proxy]
        )

    return Archive(
        Source(
            storage=parts.storage,
            topics=parts.topics,
            sources=sources,
            now=parts.clock.now,
            zone=parts.settings.time_zone,
            url=parts.settings.archive_url,
            permalinks=permalinks,
        )
    )


def panel_of(parts: Parts) -> Panel | None:
    """The admins' page."""
    desk = panel_desk(parts)
    return None if desk is None else Panel(desk)


def panel_desk(parts: Parts) -> Desk | None:
    """What opens and shows it; also for the chat, which gives the links."""
    settings = parts.settings
    if not (settings.panel_url and settings.admins):
        return None
    return Desk(
        storage=parts.storage,
        passes=Passes(derived(settings, "panel").encode()),
        admins=frozenset(settings.admins),
        now=parts.clock.now,
        zone=settings.time_zone,
        url=settings.panel_url,
    )
