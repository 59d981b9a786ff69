"""`sariwarta feeds add` with a real page and feed over HTTP."""

import asyncio

from tests.program.conftest import Installation


async def test_feed_is_found_and_written(installation: Installation) -> None:
    path = installation.folder / "feeds.yaml"
    before = await asyncio.to_thread(path.read_text)
    address = before.split("url: '")[1].split("'")[0]
    await asyncio.to_thread(path.write_text, "# punya saya\nfeeds: []\n")

    code, out, err = await installation.call("feeds", "add", address, "--outlet", "Warta Uji")

    after = await asyncio.to_thread(path.read_text)
    assert (code, err) == (0, "")
    assert "Added to" in out
    assert after.startswith("# punya saya\n")
    assert f"{{url: {address}, outlet: Warta Uji}}" in after


async def test_second_time_is_told_and_nothing_written(installation: Installation) -> None:
    path = installation.folder / "feeds.yaml"
    before = await asyncio.to_thread(path.read_text)
    address = before.split("url: '")[1].split("'")[0]

    code, _, err = await installation.call("feeds", "add", address)

    assert code == 1
    assert "is the same feed as in line" in err
    assert await asyncio.to_thread(path.read_text) == before


async def test_address_without_feed_is_told(installation: Installation) -> None:
    code, _, err = await installation.call("feeds", "add", "http://127.0.0.1:9/none")

    assert code == 1
    assert "http://127.0.0.1:9/none" in err
