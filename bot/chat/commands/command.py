"""What a command and a button are, before the table says which there are."""

from dataclasses import dataclass

from bot.chat.turns import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command under its names in both languages."""

    english: str
    indonesian: str
    description: str  # msgid of the menu's and /bantuan's sentence
    handler: Handler
    # In a group only its admins may use it.
    changes: bool = True
    # May take longer than a moment: the chat shows that the bot is at work.
    slow: bool = False
    # Whether a group's menu shows it.
    in_groups: bool = True
    # Words that people try as well; menus and help leave them out.
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.english, self.indonesian, *self.also)))

    def name(self, language: str) -> str:
        return self.english if language == "en" else self.indonesian


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a button does."""

    handler: Handler
    changes: bool = True
    slow: bool = False
