"""Values that flows begin with."""

from datetime import time

from bot.digests.timetable import next_due
from bot.model import ChatId, Subscriber, SubscriberId, SubscriberStatus, TopicKey
from tests.fakes.clock import START


def subscriber(*topics: str, hours: tuple[int, ...] = (), chat_id: int = 17) -> Subscriber:
    """An active subscriber of the topics, due at the next of the hours (WIB)."""
    local = tuple(time(hour) for hour in hours)
    return Subscriber(
        id=SubscriberId(0),
        chat_id=ChatId(chat_id),
        hours=local,
        topics=tuple(TopicKey(topic) for topic in topics),
        status=SubscriberStatus.ACTIVE,
        due=next_due(local, "Asia/Jakarta", START),
        joined=START,
    )
