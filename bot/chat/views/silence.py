"""Why digests stopped against the reader's will, and what brings them back."""

from bot.chat.markup import Html
from bot.chat.texts import Texts, later

# Stored beside the reason of a loss, so that a pause survives a block.
PAUSED_MARK = " (paused)"

_ELSE = later("Telegram refused my messages.")
_CAUSES = {
    "blocked": later("You had blocked me."),
    "deactivated": later("This account was deactivated."),
    "kicked": later("I was removed from here."),
    "not-found": later("Telegram does not find this chat any more."),
    "thread-closed": later("This forum topic was closed."),
    "no-rights": later("I am not allowed to write here."),
}
_LATER = later("Press Try again a little later.")
_CURES = {
    "kicked": later("Add me again, then press Try again."),
    "not-found": later("If it still exists, add me again, then press Try again."),
    "thread-closed": later("Open it again, then press Try again."),
    "no-rights": later("Give me the right to post, then press Try again."),
}


def stopped(reason: str, texts: Texts) -> Html:
    """The cause and the cure, for who looks from elsewhere: nothing can be said there."""
    cause, cure = _sentences(reason)
    return texts.html("Digests have stopped. {cause} {cure}", cause=texts(cause), cure=texts(cure))


def ended(reason: str, texts: Texts) -> Html:
    """The cause, for who writes again from where nothing could be sent."""
    cause, _ = _sentences(reason)
    return texts.html("Digests had stopped: {cause} They go on now.", cause=texts(cause))


def _sentences(reason: str) -> tuple[str, str]:
    plain = reason.removesuffix(PAUSED_MARK)
    return _CAUSES.get(plain, _ELSE), _CURES.get(plain, _LATER)
