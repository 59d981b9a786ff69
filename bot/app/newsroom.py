"""What makes stories and digests of entries: topics, grouping, summaries, rendering.

A process that only polls never loads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app.secret import derived
from bot.digests.fitting import fits
from bot.feeds.fetch import HttpFetcher
from bot.model import Digest, Message
from bot.ports import Clock, Offload, Storage
from bot.roles.digest import DigestTools
from bot.roles.summarise import SummariseTools
from bot.settings import Settings
from bot.stories.group import Grouper
from bot.stories.topics.catalogue import Catalogue
from bot.stories.topics.live import LiveCatalogue, LiveMatcher
from bot.web.permalinks import Permalinks

if TYPE_CHECKING:
    from bot.chat.paragraphs import Paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """The tools of the roles that think about news."""

    topics: LiveCatalogue
    matcher: LiveMatcher
    summarise: SummariseTools
    digest: DigestTools


def open_newsroom(
    settings: Settings,
    catalogue: Catalogue,
    *,
    storage: Storage,
    fetcher: HttpFetcher,
    offload: Offload,
    clock: Clock,
    owed: Callable[[], None],
) -> Newsroom:
    """`owed` is rung when messages wait to be sent."""
    topics = LiveCatalogue(catalogue)
    matcher = LiveMatcher(topics)
    return Newsroom(
        topics=topics,
        matcher=matcher,
        summarise=SummariseTools(
            storage=storage,
            fetcher=fetcher,
            offload=offload,
            clock=clock,
            grouper=Grouper(),
            matcher=matcher,
        ),
        digest=DigestTools(
            storage=storage,
            render=Render(topics, permalinks_of(settings)),
            fits=fits,
            clock=clock,
            wake=owed,
        ),
    )


@dataclass(slots=True)
class Render:
    """bot.ports.Renderer with the names of the catalogue, and addresses of the archive."""

    topics: Catalogue
    permalinks: Permalinks | None = None
    _written: "Paragraphs | None" = None  # the stories of the last moment, for its other digests

    def __call__(self, digest: Digest) -> tuple[Message, ...]:
        # Loads Babel, which who only summarises has no use for.
        from bot.chat.paragraphs import Paragraphs
        from bot.chat.render import render

        if self._written is None or self._written.made != digest.made:
            self._written = Paragraphs(digest.made)
        archive = ""
        if self.permalinks is not None and digest.stories:
            archive = self.permalinks.address([story.id for story in digest.stories])
        return render(digest, self.topics.name, archive=archive, written=self._written)


def permalinks_of(settings: Settings) -> Permalinks | None:
    """Digests have addresses where there is an archive."""
    if not settings.archive_url:
        return None
    return Permalinks(settings.archive_url, derived(settings, "permalinks").encode())
