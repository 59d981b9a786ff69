"""Ready-made editions to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.callbacks import Act
from bot.chat.markup import Html, bold, escape, joined
from bot.chat.texts import Texts
from bot.chat.views.parts import Mode, Profile, columns, hours_line, listed, press, ticked
from bot.editions import Edition
from bot.model import Message

# More would not fit into one message; an admin who needs more needs topics.
MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An edition with the names of its topics."""

    edition: Edition
    topics: tuple[str, ...]


def editions(profile: Profile, offers: Sequence[Offer], mode: Mode, texts: Texts) -> Message:
    """What each brings and when; a tap takes it."""
    shown = offers[:MOST]
    parts = [
        bold(texts("Ready-made editions")),
        texts.html("One tap chooses topics and hours; you can change each later."),
    ]
    parts += [_described(offer, profile, texts) for offer in shown]
    if not shown:
        parts.append(texts.html("There are none at the moment."))
    keys = [
        press(
            ticked(offer.edition.title(texts.language), _is_taken(offer, profile)),
            Act.EDITION,
            mode,
            offer.edition.key,
        )
        for offer in shown
    ]
    back = press(texts("‹ Back"), Act.TOPICS, mode, 0)
    if mode is not Mode.SETUP:
        back = press(texts("‹ Schedule"), Act.HOURS, mode)
    return Message(html=joined("\n\n", parts), buttons=(*columns(keys, 1), (back,)))


def _is_taken(offer: Offer, profile: Profile) -> bool:
    return offer.edition.is_of(profile.subscriber)


def _described(offer: Offer, profile: Profile, texts: Texts) -> Html:
    edition = offer.edition
    its_hours = replace(profile, subscriber=edition.taken_by(profile.subscriber))
    return joined(
        "\n",
        [
            bold(edition.title(texts.language)),
            escape(listed(offer.topics, texts)),
            escape(hours_line(its_hours, texts)),
        ],
    )
