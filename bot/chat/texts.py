"""The bot's sentences in the subscriber's language, from gettext catalogues."""

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

from bot.chat.markup import Html, escape

DEFAULT_LANGUAGE = "id"
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}


class Texts:
    """Call it with an English sentence: `texts("Topics")` for labels, `texts.html` for screens.

    Values fill `{named}` places; in HTML they are escaped unless they are Html already.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._singular, self._plural = _catalogue(language)

    def __call__(self, message: str, /, **values: str) -> str:
        return self._singular.get(message, message).format(**values)

    def html(self, message: str, /, **values: str) -> Html:
        escaped = {name: escape(value) for name, value in values.items()}
        return Html(self._singular.get(message, message).format(**escaped))

    def plural(self, one: str, many: str, number: int, /, **values: str) -> str:
        """The form for `number`, which fills `{n}`; plain text."""
        forms = self._plural.get(one, (one, many))
        form = forms[0] if number == 1 or len(forms) == 1 else forms[1]
        return form.format(n=str(number), **values)


def later(message: str) -> str:
    """Mark a sentence that is translated where it is shown."""
    return message


@cache
def texts_for(language: str) -> Texts:
    return Texts(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def language_of(code: str | None) -> str:
    """The bot's language for Telegram's `language_code`: English for English, else Indonesian."""
    return "en" if (code or "").lower().split("-")[0] == "en" else DEFAULT_LANGUAGE


def _catalogue(language: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    path = files("bot.chat") / "locale" / language / "LC_MESSAGES" / "sariwarta.po"
    singular: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            if not message.id or message.fuzzy:
                continue
            if isinstance(message.id, str) and isinstance(message.string, str):
                singular[message.id] = message.string or message.id
            elif isinstance(message.string, tuple | list) and all(message.string):
                plural[message.id[0]] = tuple(message.string)
    return singular, plural
