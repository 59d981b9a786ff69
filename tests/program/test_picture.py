"""The first story's picture above a digest, from the feed to the reader."""

import pytest

from tests.fakes.botapi_world import SentMessage
from tests.program.conftest import Installation, stop
from tests.program.people import Person
from tests.program.test_run import READER, settled

DIGEST = "Ringkasan adalah kutipan asli dari sumber."


@pytest.fixture
def illustrated(installation: Installation) -> Installation:
    """With one feed, whose story about Russia has a picture."""
    feeds = installation.folder / "feeds.yaml"
    lines = feeds.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "url:" not in line or "internasional.xml" in line]
    feeds.write_text("".join(kept), encoding="utf-8")
    return installation


async def test_picture_of_the_feed_stands_above_the_digest(illustrated: Installation) -> None:
    digest = await asked_for_pictures(illustrated)

    assert digest.picture.endswith("irak-rusia-sepakati-kerja-sama-energi.png")
    assert digest.picture_above


async def test_refused_picture_leaves_the_digest_whole(illustrated: Installation) -> None:
    illustrated.server.world.takes_pictures = False

    digest = await asked_for_pictures(illustrated)

    assert (digest.preview, digest.picture) == (False, "")
    assert digest.links
    assert digest.keys


async def asked_for_pictures(installation: Installation) -> SentMessage:
    reader = Person(server=installation.server, chat=READER, user=READER)
    async with installation.running() as bot:
        await settled(installation)
        await reader.says("/pengaturan")
        await reader.taps("Tampilan", "Dengan gambar")
        await reader.says("/start rusia")
        await reader.says("/sekarang")
        digest = await reader.sees(DIGEST)
        assert await stop(bot) == 0
    return digest
