"""Two complete languages: same places, same tags, nothing missing, nothing left over."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from bot.chat.commands.office import OFFICE
from bot.chat.commands.table import BY_NAME
from bot.chat.texts import Texts, language_of, languages, texts_for
from tests.chat.sentences import ROOT, in_code

LOCALE = ROOT / "chat" / "locale"
_PLACES = re.compile(r"\{\w*\}|</?\w+[^>]*>")


def catalogue(language: str) -> dict[str | tuple[str, str], Message]:
    path = LOCALE / language / "LC_MESSAGES" / "sariwarta.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {_key(message): message for message in messages}


def _key(message: Message) -> str | tuple[str, str]:
    if isinstance(message.id, str):
        return message.id
    one, many = message.id
    return (one, many)


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


@pytest.fixture(params=sorted(languages()))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_sentence_is_in_the_catalogue(language: str) -> None:
    assert sorted(map(str, set(in_code()) - set(catalogue(language)))) == []


def test_no_sentence_is_left_over(language: str) -> None:
    assert sorted(map(str, set(catalogue(language)) - set(in_code()))) == []


def test_every_sentence_is_translated(language: str) -> None:
    empty = [str(key) for key, found in catalogue(language).items() if not all(_strings(found))]

    assert empty == []


def test_nothing_is_marked_as_doubtful(language: str) -> None:
    assert [key for key, message in catalogue(language).items() if message.fuzzy] == []


def test_places_and_tags_are_the_same(language: str) -> None:
    different = []
    for key, message in catalogue(language).items():
        wanted = sorted(_PLACES.findall(key if isinstance(key, str) else key[1]))
        if any(sorted(_PLACES.findall(string)) != wanted for string in _strings(message)):
            different.append(str(key))

    assert different == []


def test_indonesian_has_one_plural_form() -> None:
    forms = {len(_strings(m)) for k, m in catalogue("id").items() if isinstance(k, tuple)}

    assert forms == {1}


@pytest.mark.parametrize("word", ["langganan", "umpan"])
def test_misleading_words_are_avoided(word: str) -> None:
    """Elsewhere a paid plan, and feedback: subscribers follow topics, news has sources."""
    texts = (string for message in catalogue("id").values() for string in _strings(message))

    assert [text for text in texts if word in text.lower()] == []


def test_commands_in_texts_exist(language: str) -> None:
    texts = [string for message in catalogue(language).values() for string in _strings(message)]
    named = {name for text in texts for name in re.findall(r"(?<![\w<])/([a-z]+)", text)}

    admins = {name for command in OFFICE for name in command.names}

    assert named <= set(BY_NAME) | admins


def test_no_sentence_is_written_in_handlers() -> None:
    """Screens are made in views: what handlers say comes from there."""
    handlers = {place.split(":")[0] for places in in_code().values() for place in places}
    acting = {"showing", "rights", "membership", "ordering"}

    assert not {Path(place).stem for place in handlers} & acting


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "1 hari"), (3, "3 hari")], ids=["one", "several"]
)
def test_indonesian_counts(number: int, shown: str) -> None:
    assert texts_for("id").plural("{n} day", "{n} days", number) == shown


def test_english_counts() -> None:
    texts = texts_for("en")

    assert texts.plural("{n} day", "{n} days", 1) == "1 day"
    assert texts.plural("{n} day", "{n} days", 3) == "3 days"


def test_a_language_may_have_other_plurals() -> None:
    """Two forms of Arabic's six would be wrong for three stories: the file's rule decides."""
    catalogue = Catalog(locale="ru")
    catalogue.add(("{n} story", "{n} stories"), ("{n} новость", "{n} новости", "{n} новостей"))
    texts = Texts("ru", catalogue)

    shown = [texts.plural("{n} story", "{n} stories", number) for number in (1, 3, 5)]

    assert shown == ["1 новость", "3 новости", "5 новостей"]


def test_languages_name_themselves() -> None:
    named = languages()

    assert (named["id"], named["en"]) == ("Bahasa Indonesia", "English")
    assert len(set(named.values())) == len(named)


def test_documented_way_makes_a_third_language(tmp_path: Path) -> None:
    guide = (ROOT.parent / "docs" / "translating.md").read_text(encoding="utf-8")
    _, options = re.findall(r"pybabel (init) (-D .*)", guide)[0]
    words = options.replace("bot/chat/locale/en", str(LOCALE / "en")).split()
    words = [str(tmp_path) if word == "bot/chat/locale" else word for word in words]

    babel: Callable[[list[str]], None] = CommandLineInterface().run
    babel(["pybabel", "-q", "init", *words])

    with (tmp_path / "jv" / "LC_MESSAGES" / "sariwarta.po").open("rb") as file:
        made = read_po(file, locale="jv")
    assert {_key(message) for message in made if message.id} == set(catalogue("en"))
    assert Texts("jv", made).plural("{n} story", "{n} stories", 3) == "3 stories"


def test_values_are_escaped_in_html() -> None:
    html = texts_for("en").html("You do not follow {topic}.", topic="<b>&")

    assert html == "You do not follow &lt;b&gt;&amp;."


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("en-US", "en"), ("id", "id"), ("ru", "id"), (None, "id")]
)
def test_clients_language_chooses(code: str | None, language: str) -> None:
    assert language_of(code) == language


def test_unknown_language_is_indonesian() -> None:
    assert texts_for("xx").language == "id"
