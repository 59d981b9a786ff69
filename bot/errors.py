"""What can go wrong, sorted by what to do next.

- SariwartaError
  - TryLater              the same act may succeed after a while
    - OutcomeUnknown      the act may already have succeeded (no answer came back)
    - Throttled           wait `retry_after`, then the same act again
  - GiveUpItem            this one feed, page or message can not be handled; others can
    - MessageRejected     Telegram refuses the message as it is written
  - GiveUpChat            nothing can be sent to this chat until something changes
    - ChatMoved           the chat has a new id, `new_chat_id`
  - OperatorMustAct       configuration or installation is wrong; carries the exit code
    - BadSettings         an environment variable or .env line
    - BadFeedsFile        feeds.yaml; one `file:line:column: sentence` a problem
    - BadDatabase         the database can not be opened, is newer, or is damaged
      - DamagedDatabase   only a backup helps
    - BadToken            Telegram does not know the token
    - AnotherPoller       a second process polls with the same token
"""

from datetime import timedelta


class SariwartaError(Exception):
    """The root: a sentence for a person, fields for the program."""


class TryLater(SariwartaError):
    """The same act may succeed after a while."""


class OutcomeUnknown(TryLater):
    """No answer came back: the act may already have succeeded."""


class Throttled(TryLater):
    """The other side asks to wait.

    `everyone` is True when the pause concerns all chats and not only this one.
    """

    def __init__(self, retry_after: timedelta, *, everyone: bool = False) -> None:
        super().__init__(f"asked to wait {retry_after.total_seconds():g} s")
        self.retry_after = retry_after
        self.everyone = everyone


class GiveUpItem(SariwartaError):
    """This one feed, page or message can not be handled; others can."""


class MessageRejected(GiveUpItem):
    """Telegram refuses the message as it is written (markup, length, buttons)."""


class GiveUpChat(SariwartaError):
    """Nothing can be sent to this chat until something changes there.

    `reason` is a short stable word (blocked, deactivated, kicked, no-rights,
    not-found, thread-closed) that is stored and shown.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


class ChatMoved(GiveUpChat):
    """The group became a supergroup: all rows move to `new_chat_id`, then send again."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__("moved", f"the chat has moved to {new_chat_id}")
        self.new_chat_id = new_chat_id


class OperatorMustAct(SariwartaError):
    """The program can not go on by itself; the command line prints the sentence and exits."""

    # sysexits.h EX_CONFIG: supervisors can be told not to restart on it.
    exit_code = 78


class BadSettings(OperatorMustAct):
    """An environment variable or .env line can not be used."""


class BadFeedsFile(OperatorMustAct):
    """feeds.yaml can not be used; `problems` holds one `file:line:column: sentence` each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class BadDatabase(OperatorMustAct):
    """The database can not be opened, is newer than this program, or is damaged."""


class DamagedDatabase(BadDatabase):
    """What is in the file is not what was written: only a backup helps."""


class BadToken(OperatorMustAct):
    """Telegram does not know the token."""


class AnotherPoller(OperatorMustAct):
    """A second process polls updates with the same token, or a webhook is set."""
