"""What hubs have pushed and polling has not read yet: a few documents in memory."""

from dataclasses import dataclass, field

from bot.model import FeedId

# Beyond this a push is only a reason to fetch the feed.
_MOST_BYTES = 16_000_000
# Documents waiting for one feed; a hub that pushes each item alone sends several.
_MOST_OF_ONE = 8


@dataclass(slots=True)
class PushedBodies:
    """Lost with the process: the feed is due by then, and is fetched instead."""

    _bodies: dict[FeedId, list[bytes]] = field(default_factory=dict)
    _size: int = 0

    def put(self, feed_id: FeedId, body: bytes) -> None:
        """Keep it, unless too much is waiting; then its feed is fetched, and none of its read."""
        waiting = self._bodies.setdefault(feed_id, [])
        too_many = len(waiting) >= _MOST_OF_ONE or self._size + len(body) > _MOST_BYTES
        was_too_many = b"" in waiting
        if too_many or was_too_many:
            self.take(feed_id)
            body = b""
            waiting = self._bodies[feed_id] = []
        waiting.append(body)
        self._size += len(body)

    def take(self, feed_id: FeedId) -> tuple[bytes, ...]:
        """All that waits for this feed, in order; nothing when it must be fetched."""
        bodies = self._bodies.pop(feed_id, [])
        self._size -= sum(map(len, bodies))
        return tuple(filter(None, bodies))

    def __contains__(self, feed_id: FeedId) -> bool:
        return feed_id in self._bodies
