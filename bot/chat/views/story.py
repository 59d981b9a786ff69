"""One story by itself, and the small menu that belongs to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.callbacks import Act, tag
from bot.chat.markup import clean, safe_link
from bot.chat.telling import in_full, one_per_outlet, title_of
from bot.chat.texts import Texts
from bot.chat.views.parts import Row, columns, press, ticked
from bot.model import Button, Message, Story
from bot.reading import MuteKind

_TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The digest's page that the menu stands under; digest 0 = none."""

    digest: int = 0
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the reader did with the story."""

    saved: bool = False
    liking: int = 0  # > 0: wants more of this, < 0: less


@dataclass(frozen=True, slots=True, kw_only=True)
class Hushable:
    """Something about a story that can be muted."""

    kind: MuteKind
    value: str
    label: str

    @property
    def tag(self) -> str:
        return tag(f"{self.kind.value}:{self.value}")


def card(story: Story, now: datetime, opinion: Opinion, texts: Texts) -> Message:
    """In full, with every outlet that reports it; `now` is in the reader's zone."""
    rows = menu(story, Place(), opinion, texts)
    return Message(html=in_full(story, now, texts), buttons=rows)


def menu(story: Story, place: Place, opinion: Opinion, texts: Texts) -> tuple[Row, ...]:
    """Under a digest its first row says which story it is about, and others its last way back."""
    here = (place.digest, place.start, story.id)
    keep = ticked(texts("Saved"), True) if opinion.saved else texts("Save")
    rows: list[Row] = [
        (
            press(ticked(texts("More of this"), opinion.liking > 0), Act.LIKE, *here, 1),
            press(ticked(texts("Less"), opinion.liking < 0), Act.LIKE, *here, -1),
        ),
        (press(keep, Act.KEEP, *here), press(texts("Mute 7 days"), Act.HUSH, *here)),
    ]
    if place.digest:
        others = len(one_per_outlet(story.reports))
        reports = texts("Other reports ({n})", n=str(others)) if others else texts("In full")
        rows += [(press(reports, Act.CARD, story.id), press(texts("Why?"), Act.WHY, story.id))]
        return (_headline(story, texts), *rows, (_back(place, texts),))
    return (*rows, (press(texts("Why?"), Act.WHY, story.id),))


def hush(
    story: Story, choices: Sequence[Hushable], muted: Collection[str], place: Place, texts: Texts
) -> tuple[Row, ...]:
    """What to mute for seven days; a second tap lifts it."""
    here = (place.digest, place.start, story.id)
    keys = [
        press(ticked(f"🔇 {one.label}", one.tag in muted), Act.HUSH_SET, *here, one.tag)
        for one in choices
    ]
    back = press(texts("‹ Back"), Act.STORY, *here)
    return (_headline(story, texts), *columns(keys, 1), (back,))


def numbers(ids: Sequence[int], first: int, place: Place) -> tuple[Row, ...]:
    """A row of buttons under a digest's page: one menu for each story."""
    keys = [
        press(f"{number} ⋯", Act.STORY, place.digest, place.start, story_id)
        for number, story_id in enumerate(ids, first)
    ]
    # Rows of equal length look calmer than a full row and a rest.
    rows = -(-len(keys) // 5)
    return columns(keys, -(-len(keys) // rows)) if keys else ()


def gone(texts: Texts) -> Message:
    """The story behind a button is no longer stored."""
    return Message(
        html=texts.html("This story is no longer stored."),
        buttons=((press(texts("Digest now"), Act.NOW),),),
    )


def _headline(story: Story, texts: Texts) -> Row:
    label = clean(title_of(story, texts), _TITLE)
    url = safe_link(story.link)
    return (Button(label=label, url=url),) if url else (press(label, Act.CARD, story.id),)


def _back(place: Place, texts: Texts) -> Button:
    return press(texts("‹ Back to the digest"), Act.BACK, place.digest, place.start)
