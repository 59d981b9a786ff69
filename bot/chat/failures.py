"""What Telegram's refusals mean: python-telegram-bot's exceptions become ours, by next step.

Telegram's texts are compared without regard to case: the library lowers a part of them.
"""

from datetime import timedelta
from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.transport import NotSent
from bot.errors import (
    AnotherPoller,
    BadToken,
    ChatMoved,
    GiveUpChat,
    MessageRejected,
    OutcomeUnknown,
    SariwartaError,
    Throttled,
    TryLater,
)

# Refusals that concern the chat, with the word that is stored; the first fitting line counts.
_CHAT_REASONS: Final = (
    ("blocked by the user", "blocked"),
    ("user_is_blocked", "blocked"),
    ("can't initiate conversation", "blocked"),
    ("user is deactivated", "deactivated"),
    ("input_user_deactivated", "deactivated"),
    ("bot was kicked", "kicked"),
    ("bot is not a member", "kicked"),
    ("group chat was deleted", "kicked"),
    ("group chat was deactivated", "kicked"),
    ("message thread not found", "thread-closed"),
    ("topic_closed", "thread-closed"),
    ("topic_deleted", "thread-closed"),
    ("chat not found", "not-found"),
    ("peer_id_invalid", "not-found"),
    ("user not found", "not-found"),
    ("channel_private", "not-found"),
    ("not enough rights", "no-rights"),
    ("no rights to send", "no-rights"),
    ("need administrator rights", "no-rights"),
    ("chat_write_forbidden", "no-rights"),
    ("chat_send_plain_forbidden", "no-rights"),
    ("chat_restricted", "no-rights"),
    ("chat_admin_required", "no-rights"),
    ("can't send messages to bots", "no-rights"),
)

# What an edit, a deletion or a late answer to a button may meet without harm.
_HARMLESS: Final = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "query is too old",
)

# httpx says so when it is used instead of our transport; looked up by name because httpx is
# the library's business and not ours.
_NOT_SENT_BY_HTTPX: Final = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})

# A 429 without a number: long enough to calm down, short enough not to be missed.
_UNTOLD_WAIT: Final = timedelta(seconds=5)


def translated(error: TelegramError) -> SariwartaError:
    """Our error for an exception of the library; `raise translated(error) from error`."""
    match error:
        # Before the kinds below: a proxy's or portal's page says nothing about the chat or
        # the token, whatever its status is.
        case _ if _is_not_telegrams(error):
            return _unreadable(error)
        case RetryAfter():
            return Throttled(waiting_time(error))
        case ChatMigrated():
            return ChatMoved(error.new_chat_id)
        case InvalidToken():
            return BadToken(
                "Telegram does not know the bot's token; take it from @BotFather and set "
                "SARIWARTA_TELEGRAM_TOKEN"
            )
        case Conflict():
            return AnotherPoller(
                "another process uses the same bot token, or a webhook is set; "
                "stop the other one first"
            )
        case Forbidden():
            return GiveUpChat(_chat_reason(error) or "no-rights", error.message)
        case BadRequest():
            return _from_bad_request(error)
    return _from_network(error)


def is_harmless(error: TelegramError) -> bool:
    """Whether the act was needless or came too late, so that nothing is left to do."""
    text = error.message.lower()
    return isinstance(error, BadRequest) and any(words in text for words in _HARMLESS)


def waiting_time(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait."""
    # The library is moving from a number of seconds to a timedelta; our transport's is one.
    given: timedelta | float = error.retry_after
    return given if isinstance(given, timedelta) else timedelta(seconds=given)


def _from_bad_request(error: BadRequest) -> SariwartaError:
    reason = _chat_reason(error)
    if reason:
        return GiveUpChat(reason, error.message)
    return MessageRejected(error.message)


def _from_network(error: TelegramError) -> SariwartaError:
    text = f"{type(error).__name__}: {error.message}"
    if _was_not_sent(error):
        return TryLater(text)
    if "too many requests" in error.message.lower():
        return Throttled(_UNTOLD_WAIT)
    if "request entity too large" in error.message.lower():
        return MessageRejected(error.message)
    return OutcomeUnknown(text)


def _was_not_sent(error: TelegramError) -> bool:
    if isinstance(error, NotSent):
        return True
    by_httpx = type(error.__cause__).__name__ in _NOT_SENT_BY_HTTPX
    return by_httpx or (isinstance(error, TimedOut) and "*not* sent" in error.message)


def _is_not_telegrams(error: TelegramError) -> bool:
    """The library could not read the answer: its parser's error is the cause, or the error."""
    return type(error.__cause__) is TelegramError or (
        type(error) is TelegramError and "invalid server response" in error.message.lower()
    )


def _unreadable(error: TelegramError) -> SariwartaError:
    text = "the answer is not Telegram's; is SARIWARTA_TELEGRAM_API_URL right, is a proxy between?"
    refused = isinstance(error, Forbidden | BadRequest | InvalidToken | Conflict)
    return TryLater(text) if refused else OutcomeUnknown(text)


def _chat_reason(error: TelegramError) -> str:
    text = error.message.lower()
    return next((reason for words, reason in _CHAT_REASONS if words in text), "")
