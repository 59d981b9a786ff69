"""The screen of what is sent at once."""

from collections.abc import Collection

from bot.chat.callbacks import Act, tag
from bot.chat.markup import bold, joined
from bot.chat.texts import Texts
from bot.chat.views.parts import columns, own_topic, press, ticked
from bot.digests.instant import InstantPolicy
from bot.model import Message, Subscriber

# Stands in a button for the big stories, where own topics have their tag.
BIG = "*"


def breaking(subscriber: Subscriber, marked: Collection[str], texts: Texts) -> Message:
    """Big stories and marked own topics, each with its tick."""
    policy = InstantPolicy()
    lines = [
        bold(f"⚡ {texts('Breaking')}"),
        texts.html(
            "A story of your topics that {outlets} outlets report within {hours} hours is sent"
            " at once: at most {most} a day, never in quiet hours.",
            outlets=str(policy.voices),
            hours=str(int(policy.within.total_seconds()) // 3600),
            most=str(policy.a_day),
        ),
    ]
    if subscriber.queries:
        lines.append(
            texts.html("Every new story of an own topic that is ticked comes at once, too.")
        )
    big = press(ticked(texts("Breaking news"), subscriber.instant), Act.ALERT, BIG)
    own = [
        press(ticked(own_topic(query), query in marked), Act.ALERT, tag(query))
        for query in subscriber.queries
    ]
    back = press(texts("‹ Settings"), Act.SETTINGS)
    return Message(html=joined("\n\n", lines), buttons=((big,), *columns(own, 2), (back,)))
