"""Digests get addresses where there is an archive, and only there."""

from pathlib import Path

from bot.app.newsroom import Render, permalinks_of
from bot.model import StoryId
from bot.settings import Settings
from bot.stories.topics.catalogue import builtin
from tests.chat.samples import digest, story


def settings(folder: Path, url: str, bot: str = "1:a") -> Settings:
    return Settings(data_dir=folder, archive_url=url, telegram_token=bot)


def test_two_readers_of_the_same_stories_have_one_address(tmp_path: Path) -> None:
    links = permalinks_of(settings(tmp_path, "https://warta.contoh.id"))
    render = Render(builtin(), links)

    [first] = render(digest(story(0), story(1), zone="Asia/Jakarta"))
    [second] = render(digest(story(0), story(1), zone="Asia/Makassar"))

    assert links is not None
    address = links.address([StoryId(s.id) for s in (story(0), story(1))])
    assert address in first.html
    assert address in second.html


def test_another_token_signs_otherwise(tmp_path: Path) -> None:
    ours = permalinks_of(settings(tmp_path, "https://warta.contoh.id"))
    theirs = permalinks_of(settings(tmp_path, "https://warta.contoh.id", "2:b"))

    assert ours is not None
    assert theirs is not None
    assert ours.stories(theirs.code([StoryId(1)])) == ()


def test_without_an_archive_there_is_no_address(tmp_path: Path) -> None:
    [message] = Render(builtin(), permalinks_of(settings(tmp_path, "")))(digest(story(0)))

    assert "/edisi/" not in message.html
