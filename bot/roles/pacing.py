"""When the next message may go: Telegram's limits, answers before digests, pauses after 429.

Telegram's published limits (core.telegram.org/bots/faq): one message a second to one chat,
20 a minute to one group, about 30 a second in bulk. Nothing here sleeps or reads a clock.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum

from bot.model import ChatId

_MINUTE = timedelta(minutes=1)


class Lane(Enum):
    """Answers to people go before digests."""

    REPLY = "reply"
    DIGEST = "digest"


class Scope(StrEnum):
    """Whom a 429 makes wait."""

    CHAT = "chat"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The limits to keep; the defaults stay below Telegram's."""

    per_second: float = 25.0  # in all chats together
    chat_interval: timedelta = timedelta(seconds=1)
    # Telegram lets "short bursts" to one chat pass: somebody who presses three buttons
    # should not wait two seconds. Digests never use it.
    reply_burst: int = 3
    group_per_minute: int = 20
    # What answers may take of `per_second` in the long run; digests keep the rest.
    reply_share: float = 0.8
    # Timers are late by a millisecond or a few; lateness up to this much is made up for.
    catch_up: timedelta = timedelta(milliseconds=20)
    # So many chats throttled within `storm_window` mean that the limit of all was hit.
    storm_chats: int = 3
    storm_window: timedelta = timedelta(seconds=5)


@dataclass(slots=True)
class _Chat:
    """What holds one chat back."""

    free: datetime  # when a message may go without a burst
    paused: datetime
    recent: deque[datetime]  # of a group: the last minute's messages


@dataclass(slots=True)
class Pacer:
    """Knows when a chat and a lane are free, and takes note of each message that goes.

    Nothing is booked ahead, so a pause holds whatever has not gone yet. An answer does not
    queue behind digests, but each answer moves the next digest back by one slot. Memory holds
    only chats that have to wait for something.
    """

    pace: Pace = field(default_factory=Pace)
    _chats: dict[ChatId, _Chat] = field(default_factory=dict)
    _lanes: dict[Lane, datetime] = field(default_factory=dict)
    _paused: datetime | None = None
    _throttled: dict[ChatId, tuple[datetime, datetime]] = field(default_factory=dict)
    _latest: datetime | None = None
    _offset: timedelta = timedelta(0)
    _tidy_at: int = 256

    def chat_free(self, chat_id: ChatId, kind: str, now: datetime, lane: Lane) -> datetime:
        """When this chat may get a message of the lane, whatever the others do."""
        at = self._steady(now)
        return self._chat_free(chat_id, kind, at, lane) - self._offset

    def lane_free(self, now: datetime, lane: Lane) -> datetime:
        """When the next message of the lane may go, whatever its chat."""
        at = self._steady(now)
        return self._lane_free(at, lane) - self._offset

    def next_slot(self, chat_id: ChatId, kind: str, now: datetime, lane: Lane) -> datetime:
        """When a message may go if nothing else goes before."""
        return max(self.chat_free(chat_id, kind, now, lane), self.lane_free(now, lane))

    def take(self, chat_id: ChatId, kind: str, now: datetime, lane: Lane) -> bool:
        """Let a message go now and count it; False when it may not."""
        at = self._steady(now)
        if max(self._chat_free(chat_id, kind, at, lane), self._lane_free(at, lane)) > at:
            return False
        self._count(chat_id, kind, at, lane)
        self._forget_free_chats(at)
        return True

    def throttled(
        self, chat_id: ChatId, retry_after: timedelta, now: datetime, *, everyone: bool = False
    ) -> Scope:
        """Take note of a 429: pause the chat, and all when many chats were throttled at once."""
        at = self._steady(now)
        until = at + retry_after
        chat = self._chat(chat_id, at)
        chat.paused = max(chat.paused, until)
        since = at - self.pace.storm_window
        self._throttled = {
            each: (seen, end) for each, (seen, end) in self._throttled.items() if seen > since
        }
        self._throttled[chat_id] = (at, until)
        if not everyone and len(self._throttled) < self.pace.storm_chats:
            return Scope.CHAT
        ends = [until] if everyone else sorted(end for _, end in self._throttled.values())
        # The median: one chat's long private penalty is not everybody's.
        self._pause_all(ends[len(ends) // 2])
        return Scope.ALL

    def remembered(self) -> int:
        """How many chats are in memory."""
        return len(self._chats)

    def _lane_free(self, at: datetime, lane: Lane) -> datetime:
        return max(at, self._lanes.get(lane, at), self._paused or at)

    def _chat_free(self, chat_id: ChatId, kind: str, at: datetime, lane: Lane) -> datetime:
        chat = self._chats.get(chat_id)
        if chat is None:
            return at
        burst = self.pace.reply_burst - 1 if lane is Lane.REPLY else 0
        free = max(at, chat.free - burst * self.pace.chat_interval, chat.paused)
        limit = self.pace.group_per_minute
        if kind != "private" and len(chat.recent) >= limit:
            free = max(free, chat.recent[-limit] + _MINUTE)
        return free

    def _count(self, chat_id: ChatId, kind: str, at: datetime, lane: Lane) -> None:
        gap = timedelta(seconds=1 / self.pace.per_second)
        self._push(Lane.DIGEST, at, gap)
        if lane is Lane.REPLY:
            self._push(Lane.REPLY, at, gap / self.pace.reply_share)
        chat = self._chat(chat_id, at)
        chat.free = max(chat.free, at) + self.pace.chat_interval
        if kind != "private":
            chat.recent.append(at)

    def _push(self, lane: Lane, at: datetime, gap: timedelta) -> None:
        earliest = at - self.pace.catch_up
        self._lanes[lane] = max(self._lanes.get(lane, earliest), earliest) + gap

    def _chat(self, chat_id: ChatId, at: datetime) -> _Chat:
        if chat_id not in self._chats:
            recent: deque[datetime] = deque(maxlen=self.pace.group_per_minute)
            self._chats[chat_id] = _Chat(at, at, recent)
        return self._chats[chat_id]

    def _pause_all(self, until: datetime) -> None:
        self._paused = max(self._paused or until, until)

    def _steady(self, now: datetime) -> datetime:
        """Our own time, which stands still where the clock was set back."""
        at = now + self._offset
        if self._latest is not None and at < self._latest:
            self._offset += self._latest - at
            at = self._latest
        self._latest = at
        return at

    def _forget_free_chats(self, at: datetime) -> None:
        if len(self._chats) < self._tidy_at:
            return
        self._chats = {
            chat_id: chat
            for chat_id, chat in self._chats.items()
            if max(chat.free, chat.paused) > at or (chat.recent and chat.recent[-1] + _MINUTE > at)
        }
        # Twice what is left: tidying costs a constant share of booking.
        self._tidy_at = max(256, 2 * len(self._chats))
