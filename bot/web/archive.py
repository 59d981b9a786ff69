"""The public pages: newest stories, topics, one story, search, and all of it as feeds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.model import Story, StoryId, TopicKey
from bot.ports import Storage, TopicNames
from bot.reading import Search
from bot.web import pages, syndication
from bot.web.guarding import HEADERS, Bucket
from bot.web.permalinks import PATH, Permalinks

_RECENT = timedelta(days=7)
_LOOKED_AT = 600
# Twenty stories are six screens of a phone.
_PAGE = 20
_FRESH_FOR = timedelta(seconds=30)
_MOST_WORDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the pages need of the program."""

    storage: Storage
    topics: TopicNames
    sources: Callable[[], Awaitable[str]]  # OPML
    now: Callable[[], datetime]
    zone: str
    url: str  # public address, without a slash at its end
    permalinks: Permalinks


class Archive:
    """Adds its pages to an application."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._bucket = Bucket()
        self._recent: tuple[datetime, tuple[Story, ...]] | None = None

    def add_to(self, app: web.Application) -> None:
        for path, page in (
            ("/", self.front),
            ("/topik/{key:[a-z0-9-]+}", self.topic),
            ("/topik/{key:[a-z0-9-]+}.{form:rss|atom|json}", self.feed),
            ("/berita/{id:[0-9]{1,15}}", self.story),
            (f"/{PATH}/{{code:[A-Za-z0-9_-]{{12,400}}}}", self.edition),
            ("/cari", self.search),
            ("/sumber.opml", self.sources),
            ("/gaya.css", self.style),
        ):
            app.router.add_get(path, self._guarded(page))

    def _guarded(self, page: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            if self._bucket.take(request.remote or "", self._source.now().timestamp()):
                response = await page(request)
            else:
                response = self._message(request, "busy", 429)
                response.headers["Retry-After"] = "5"
            response.headers.update(HEADERS)
            return response

        return answer

    # --- pages ------------------------------------------------------------------

    async def front(self, request: web.Request) -> web.StreamResponse:
        stories = (await self._stories())[:_PAGE]
        return self._page(request, "list.html", heading="latest", stories=stories)

    async def topic(self, request: web.Request) -> web.StreamResponse:
        key = TopicKey(request.match_info["key"])
        stories = await self._of_topic(key)
        if not stories:
            return self._message(request, "missing", 404)
        return self._page(request, "list.html", topic=key, stories=stories)

    async def story(self, request: web.Request) -> web.StreamResponse:
        found = await self._source.storage.stories.get([StoryId(int(request.match_info["id"]))])
        if not found:
            return self._message(request, "missing", 404)
        edits = await self._source.storage.archive.edits(found[0].id)
        return self._page(request, "story.html", story=found[0], edits=edits)

    async def edition(self, request: web.Request) -> web.StreamResponse:
        """The stories of a digest that somebody got: whoever knows the address may share it."""
        ids = self._source.permalinks.stories(request.match_info["code"])
        found = {story.id: story for story in await self._source.storage.stories.get(ids)}
        stories = [found[story] for story in ids if story in found]
        if not stories:
            return self._message(request, "missing", 404)
        response = self._page(request, "list.html", heading="edition", stories=stories)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    async def search(self, request: web.Request) -> web.StreamResponse:
        words = request.query.get("q", "")[:_MOST_WORDS].strip()
        if not words:
            return self._page(request, "list.html", heading="search", stories=())
        found = await self._source.storage.archive.search(
            Search(words=tuple(words.split())), 0, _PAGE
        )
        return self._page(
            request, "list.html", words=words, stories=found.stories, total=found.total
        )

    async def sources(self, _: web.Request) -> web.StreamResponse:
        return pages.document(await self._source.sources(), "text/x-opml")

    async def style(self, _: web.Request) -> web.StreamResponse:
        return pages.style()

    async def feed(self, request: web.Request) -> web.StreamResponse:
        key, form = TopicKey(request.match_info["key"]), request.match_info["form"]
        stories = await self._of_topic(key)
        if not stories:
            return self._message(request, "missing", 404)
        page = f"{self._source.url}/topik/{key}"
        channel = syndication.Channel(
            title=f"Sariwarta: {self._source.topics.name(key, 'id')}",
            page=page,
            address=f"{page}.{form}",
        )
        match form:
            case "rss":
                body = syndication.rss(channel, stories, self._link)
                return pages.document(body, "application/rss+xml")
            case "atom":
                body = syndication.atom(channel, stories, self._link, self._source.now())
                return pages.document(body, "application/atom+xml")
            case _:
                body = syndication.json_feed(channel, stories, self._link)
                return pages.document(body, "application/feed+json")

    # --- what they show ---------------------------------------------------------

    async def _stories(self) -> tuple[Story, ...]:
        """The newest ready stories, read at most every half a minute."""
        now = self._source.now()
        if self._recent is None or now - self._recent[0] > _FRESH_FOR:
            store = self._source.storage.stories
            until = await store.last_sequence()
            found = await store.ready(0, until, now - _RECENT, _LOOKED_AT)
            newest = sorted(found, key=lambda story: (story.last, story.id), reverse=True)
            self._recent = (now, tuple(newest))
        return self._recent[1]

    async def _of_topic(self, key: TopicKey) -> tuple[Story, ...]:
        stories = await self._stories()
        return tuple(s for s in stories if any(match.key == key for match in s.topics))[:_PAGE]

    def _link(self, story: Story) -> str:
        return f"{self._source.url}/berita/{story.id}"

    def _message(self, request: web.Request, message: str, status: int) -> web.Response:
        return self._page(request, "message.html", status=status, message=message)

    def _page(
        self, request: web.Request, template: str, status: int = 200, **shown: object
    ) -> web.Response:
        language = pages.reads(request)

        def name(key: TopicKey) -> str:
            return self._source.topics.name(key, language)

        return pages.page(request, template, self._source.zone, status, name=name, **shown)
