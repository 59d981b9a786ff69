"""The screens of /mengapa: every stage of a report's way in a sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.chat.callbacks import Act
from bot.chat.dates import moment, upcoming, zone_of
from bot.chat.markup import Html, bold, clean, code, joined, link
from bot.chat.telling import outlet_of, title_of
from bot.chat.texts import Texts
from bot.chat.views.parts import columns, listed, own_topic, press
from bot.digests.compose import WINDOW
from bot.digests.fitting import Fit
from bot.digests.standing import Merits, Standing
from bot.model import (
    DeliveryState,
    JoinReason,
    Message,
    Story,
    Subscriber,
    SubscriberStatus,
    TopicKey,
)
from bot.reading import Carried, Traced

_TITLE = 120
_MOST_TOPICS = 5
_MOST_WORDS = 4

Names = Callable[[TopicKey, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known about a report and a reader."""

    traced: Traced
    fit: Fit | None
    carried: Sequence[Carried]
    subscriber: Subscriber
    now: datetime
    merits: Merits | None = None  # what ranking looks at
    standing: Standing | None = None  # among the candidates of the next digest


def how_to_ask(texts: Texts) -> Message:
    """/mengapa without anything."""
    command = texts("/why")
    lines = [
        texts.html("Ask why you got a story, or why you did not:"),
        texts.html("• reply to a digest with {command}", command=code(command)),
        texts.html(
            "• or write a link or words: {command}",
            command=code(f"{command} {texts('rice price')}"),
        ),
    ]
    return Message(html=joined("\n", lines))


def which(stories: Sequence[Story], texts: Texts) -> Message:
    """The stories of the digest that was replied to."""
    if not stories:
        return never_seen(texts)
    keys = [
        press(f"{number}. {title_of(story, texts)}", Act.WHY, story.id)
        for number, story in enumerate(stories, 1)
    ]
    return Message(html=texts.html("Which story do you mean?"), buttons=columns(keys[:30], 1))


def never_seen(texts: Texts) -> Message:
    """The first stage: no source had it, or it was tidied away."""
    lines = [
        bold(texts("I have not seen this report.")),
        texts.html("None of my sources had it, or it is too old and was tidied away."),
    ]
    return Message(html=joined("\n", lines), buttons=((press(texts("Sources"), Act.SOURCES, 0),),))


def way(answer: Answer, names: Names, texts: Texts) -> Message:
    """From the source to the chat; a cross marks the stage where it stopped."""
    report, story = answer.traced.report, answer.traced.story
    title = clean(report.title, _TITLE) or texts("(untitled)")
    lines = [bold(link(title, report.link)), Html(""), _seen(answer, texts), _text(answer, texts)]
    if story is None or answer.fit is None:
        lines.append(_stop(texts("It is not joined to a story yet; that takes a minute.")))
        return Message(html=joined("\n", lines))
    lines += [_joined(answer.traced, story, texts), _topics(story, names, texts)]
    lines += _reader(answer, answer.fit, names, texts)
    return Message(
        html=joined("\n", lines), buttons=((press(texts("In full"), Act.CARD, story.id),),)
    )


def _seen(answer: Answer, texts: Texts) -> Html:
    report = answer.traced.report
    outlet = bold(outlet_of(report))
    at, out = _at(report.seen, answer, texts), _at(report.published, answer, texts)
    return _pass(
        texts.html(
            "Seen {seen} at {outlet}, published {published}.", seen=at, outlet=outlet, published=out
        )
    )


def _text(answer: Answer, texts: Texts) -> Html:
    report = answer.traced.report
    words = texts.plural("{n} word", "{n} words", len(report.text.split()))
    if report.full_text:
        return _pass(texts.html("Its feed was thin; the text is the article's page: {n}.", n=words))
    return _pass(texts.html("The text is the feed's: {n}.", n=words))


def _joined(traced: Traced, story: Story, texts: Texts) -> Html:
    others = len(story.outlets) - 1
    crowd = texts.plural("{n} other outlet", "{n} other outlets", others)
    told = texts.html(" It is told by {n} now.", n=crowd) if others else Html("")
    return _pass(Html(_reason(traced.reason, texts) + told))


def _reason(reason: JoinReason | None, texts: Texts) -> Html:
    match reason:
        case JoinReason.FIRST | None:
            return texts.html("It began a story of its own: none was close enough.")
        case JoinReason.SAME_ARTICLE:
            return texts.html("It joined a story: the same article under another address.")
        case JoinReason.SAME_TITLE:
            return texts.html("It joined a story: the same headline.")
        case JoinReason.SAME_NEWS:
            return texts.html("It joined a story: headline and beginning tell the same news.")
        case JoinReason.SAME_AFFAIR:
            return texts.html("It began a story of its own in a known affair.")
        case JoinReason.SPLIT_BY_ADMIN | JoinReason.MERGED_BY_ADMIN:
            return texts.html("An admin put it into its story.")
    assert_never(reason)


def _topics(story: Story, names: Names, texts: Texts) -> Html:
    if not story.topics:
        return _pass(texts.html("It has no ready topic."))
    told = []
    for match in sorted(story.topics, key=lambda one: -one.score)[:_MOST_TOPICS]:
        words = ", ".join(f"“{clean(word, 30)}”" for word in match.words[:_MOST_WORDS])
        name = names(match.key, texts.language)
        told.append(f"{name} ({words})" if words else name)
    return _pass(texts.html("Its topics: {topics}.", topics=listed(told, texts)))


def _reader(answer: Answer, fit: Fit, names: Names, texts: Texts) -> list[Html]:
    """What this reader has to do with it."""
    if not fit.wanted and not answer.carried:
        return [_stop(texts("You follow none of its topics, and none of your words fit."))]
    lines = [_wanted(fit, names, texts)]
    if answer.merits is not None:
        lines.append(_ranked(answer.merits, texts))
    if fit.muted:
        lines.append(_stop(texts("You muted it: see {command}.", command=texts("/mute"))))
    if not answer.carried:
        return lines if fit.muted else [*lines, *_place(answer, texts), _waiting(answer, texts)]
    first = answer.carried[-1]
    lines.append(
        _pass(
            texts.html(
                "In your digest of {time} it stood at place {place} of {total}.",
                time=_at(first.made, answer, texts),
                place=str(first.place),
                total=str(first.total),
            )
        )
    )
    if first.place > answer.subscriber.style.stories:
        lines.append(_behind(answer, texts))
    return [*lines, _delivered(first, answer, texts)]


def _ranked(merits: Merits, texts: Texts) -> Html:
    """What lifts and lowers a story, without the numbers."""
    hours = merits.age // timedelta(hours=1)
    parts = [
        texts.plural("{n} newsroom tells it", "{n} newsrooms tell it", merits.newsrooms),
        texts.plural(
            "its newest report is {n} hour old", "its newest report is {n} hours old", hours
        )
        if hours
        else texts("its newest report is less than an hour old"),
    ]
    if merits.liking > 0:
        parts.append(texts("your taste lifts it"))
    elif merits.liking < 0:
        parts.append(texts("your taste lowers it"))
    return _pass(texts.html("Its rank: {parts}.", parts=listed(parts, texts)))


def _place(answer: Answer, texts: Texts) -> list[Html]:
    """Among those that wait for the next digest."""
    standing = answer.standing
    if standing is None:
        return []
    place = texts.html(
        "Number {place} of {total} candidates for your next digest.",
        place=str(standing.place),
        total=str(standing.total),
    )
    behind = standing.place > answer.subscriber.style.stories
    return [_pass(place), *([_behind(answer, texts)] if behind else [])]


def _behind(answer: Answer, texts: Texts) -> Html:
    first = texts.plural("{n} story", "{n} stories", answer.subscriber.style.stories)
    return _pass(
        texts.html("The first message holds {n} at most; the others are behind More.", n=first)
    )


def _wanted(fit: Fit, names: Names, texts: Texts) -> Html:
    if fit.everything:
        return _pass(texts.html("You chose no topic, so you get the main news."))
    chosen = [names(match.key, texts.language) for match in fit.topics]
    chosen += [own_topic(query) for query, _ in fit.queries]
    if not chosen:
        return _pass(texts.html("You do not follow its topics any more."))
    return _pass(texts.html("You follow {topics}.", topics=listed(chosen, texts)))


def _waiting(answer: Answer, texts: Texts) -> Html:
    """Wanted, and in no digest: too early, too late, or not sending at all."""
    reader, story = answer.subscriber, answer.traced.story
    if reader.status is not SubscriberStatus.ACTIVE:
        return _stop(texts("Your digests are paused."))
    if story is not None and story.sequence <= reader.cursor:
        return _stop(texts("It was ready before your digests began, or too old for one."))
    if story is not None and story.last < answer.now - WINDOW:
        return _stop(texts("It is older than a day and a half; digests leave such news out."))
    if reader.due is None:
        return _stop(texts("It waits until you ask for a digest."))
    coming = upcoming(reader.due, answer.now, reader.zone, texts)
    return _stop(texts("It waits for your next digest: {time}.", time=coming))


def _delivered(carried: Carried, answer: Answer, texts: Texts) -> Html:
    match carried.state:
        case DeliveryState.SENT:
            at = _at(carried.done or carried.made, answer, texts)
            return _pass(texts.html("Sent {time}.", time=at))
        case DeliveryState.QUEUED | DeliveryState.SENDING:
            return _stop(texts("The message is on its way."))
        case DeliveryState.EXPIRED:
            return _stop(texts("That digest could not be sent in time; the next one has it."))
        case DeliveryState.GIVEN_UP:
            return _stop(texts("Telegram refused the message."))
    assert_never(carried.state)


def _at(when: datetime, answer: Answer, texts: Texts) -> str:
    zone = zone_of(answer.subscriber.zone)
    return moment(when.astimezone(zone), answer.now.astimezone(zone), texts)


def _pass(sentence: Html) -> Html:
    return Html(f"✓ {sentence}")


def _stop(sentence: str) -> Html:
    return Html(f"⏸ {bold(sentence)}")
