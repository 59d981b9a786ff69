"""The bot's sentences in the subscriber's language, from gettext catalogues.

A language is a folder under `locale`: whoever translates one needs to change no code.
"""

from collections.abc import Mapping
from functools import cache
from gettext import c2py
from importlib.resources import files
from importlib.resources.abc import Traversable

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.chat.markup import Html, escape

DEFAULT_LANGUAGE = "id"
_FILE = ("LC_MESSAGES", "sariwarta.po")


class Texts:
    """Call it with an English sentence: `texts("Topics")` for labels, `texts.html` for screens.

    Values fill `{named}` places; in HTML they are escaped unless they are Html already.
    """

    def __init__(self, language: str, catalogue: Catalog) -> None:
        self.language = language
        self._form = c2py(catalogue.plural_expr)
        self._singular: dict[str, str] = {}
        self._plural: dict[str, tuple[str, ...]] = {}
        for message in catalogue:
            if not message.id or message.fuzzy:
                continue
            if isinstance(message.id, str) and isinstance(message.string, str):
                self._singular[message.id] = message.string or message.id
            elif isinstance(message.string, tuple | list) and all(message.string):
                self._plural[message.id[0]] = tuple(message.string)

    def __call__(self, message: str, /, **values: str) -> str:
        return self._singular.get(message, message).format(**values)

    def html(self, message: str, /, **values: str) -> Html:
        escaped = {name: escape(value) for name, value in values.items()}
        return Html(self._singular.get(message, message).format(**escaped))

    def plural(self, one: str, many: str, number: int, /, **values: str) -> str:
        """The form for `number`, which fills `{n}`; plain text."""
        forms = self._plural.get(one)
        if forms is None:
            forms = (one,) if number == 1 else (many,)
            return forms[0].format(n=str(number), **values)
        return forms[self._form(number)].format(n=str(number), **values)


def later(message: str) -> str:
    """Mark a sentence that is translated where it is shown."""
    return message


@cache
def texts_for(language: str) -> Texts:
    known = language if language in languages() else DEFAULT_LANGUAGE
    return Texts(known, _catalogue(_folder() / known))


@cache
def languages() -> Mapping[str, str]:
    """Code and own name of every language that there is, the default first."""
    found = [entry for entry in _folder().iterdir() if entry.joinpath(*_FILE).is_file()]
    found.sort(key=lambda entry: (entry.name != DEFAULT_LANGUAGE, entry.name))
    return {entry.name: _own_name(entry) for entry in found}


def language_of(code: str | None) -> str:
    """The bot's language for Telegram's `language_code`: Indonesian where we do not speak it."""
    short = (code or "").lower().split("-")[0]
    return short if short in languages() else DEFAULT_LANGUAGE


def _own_name(language: Traversable) -> str:
    texts = Texts(language.name, _catalogue(language))
    return texts("English")


def _folder() -> Traversable:
    return files("bot.chat") / "locale"


def _catalogue(language: Traversable) -> Catalog:
    with language.joinpath(*_FILE).open("rb") as file:
        return read_po(file, locale=language.name)
