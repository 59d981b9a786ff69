"""`sariwarta run`: long polling, digests, a clean end, and a crash in between."""

import json
from functools import partial

from tests.fakes.botapi_faults import Drop
from tests.program.conftest import PATIENCE, Installation, stop

READER = 17


async def settled(installation: Installation) -> None:
    """Until what the first poll brought is worked off."""
    for _ in range(PATIENCE):
        code, out, _ = await installation.call("stats")
        counts = json.loads(out)
        assert code == 0
        if counts["entries"] and counts["stories_ready"] and not counts["entries_without_story"]:
            return
    raise AssertionError("the first poll was not worked off")


async def follow_and_wait(installation: Installation) -> str:
    """Follow a topic by a deep link, and ask for a digest when there are stories."""
    await settled(installation)
    await installation.server.user_says(READER, "/start irak")
    await installation.server.user_says(READER, "/sekarang")
    found: str = await installation.server.wait_for(partial(digest_of, installation), PATIENCE)
    return found


async def acknowledged(installation: Installation) -> None:
    """Until the database knows that what was sent has arrived."""
    for _ in range(PATIENCE):
        _, out, _ = await installation.call("stats")
        if not json.loads(out)["outbox_queued"]:
            return
    raise AssertionError("the outbox never emptied")


def digest_of(installation: Installation) -> str:
    texts = installation.server.texts(READER)
    return next((text for text in texts if "Ringkasan adalah" in text), "")


async def test_reader_gets_a_digest_and_the_bot_ends_cleanly(installation: Installation) -> None:
    async with installation.running() as bot:
        digest = await follow_and_wait(installation)

        assert "Irak" in digest
        assert await stop(bot) == 0
    assert installation.server.complaints == []


async def test_killed_bot_loses_nothing_and_repeats_nothing(installation: Installation) -> None:
    async with installation.running() as bot:
        await follow_and_wait(installation)
        await acknowledged(installation)
        bot.kill()
        await bot.wait()
    sent = installation.server.texts(READER)

    async with installation.running() as bot:
        await installation.server.user_says(READER, "/sekarang")
        await installation.server.wait_for(
            lambda: len(installation.server.texts(READER)) > len(sent), PATIENCE
        )
        assert await stop(bot) == 0

    headlines = [
        line
        for text in installation.server.texts(READER)
        for line in text.splitlines()
        if line[:2].rstrip(".").isdigit()
    ]
    assert len(headlines) == len(set(headlines))


async def test_digest_promised_before_the_crash_is_sent_after_it(
    installation: Installation,
) -> None:
    server = installation.server
    async with installation.running() as bot:
        await settled(installation)
        await server.user_says(READER, "/start irak")
        await server.wait_for(lambda: server.texts(READER), PATIENCE)
        # From now on no message gets through: the digest stays a row.
        server.refuse(Drop(), times=None)
        calls = len(server.world.calls)
        await server.user_says(READER, "/sekarang")
        await server.wait_for(
            lambda: ("sendMessage", READER) in server.world.calls[calls:], PATIENCE
        )
        bot.kill()
        await bot.wait()
    assert digest_of(installation) == ""
    server.script.clear()

    async with installation.running() as bot:
        assert await server.wait_for(partial(digest_of, installation), PATIENCE)
        assert await stop(bot) == 0


async def test_poll_alone_needs_no_token(installation: Installation) -> None:
    installation.settings["SARIWARTA_TELEGRAM_TOKEN"] = ""

    async with installation.running("--roles", "poll") as bot:
        for _ in range(PATIENCE):
            _, out, _ = await installation.call("stats")
            if json.loads(out)["entries"]:
                break
        assert await stop(bot) == 0

    assert json.loads(out)["entries"] > 10
    assert installation.server.world.calls == []


async def test_health_tells_whether_it_runs(
    installation: Installation, unused_tcp_port: int
) -> None:
    installation.settings["SARIWARTA_HTTP_LISTEN"] = f"127.0.0.1:{unused_tcp_port}"
    dead, _, sentence = await installation.call("health")

    async with installation.running("--roles", "poll") as bot:
        for _ in range(PATIENCE):
            alive, _, _ = await installation.call("health")
            if alive == 0:
                break
        assert await stop(bot) == 0

    assert (dead, alive) == (1, 0)
    assert "does not answer" in sentence


async def test_wrong_token_is_one_sentence(installation: Installation) -> None:
    installation.settings["SARIWARTA_TELEGRAM_TOKEN"] = "7:wrong"

    code, _, err = await installation.call("run")

    assert code == 78
    assert "SARIWARTA_TELEGRAM_TOKEN" in err
    assert "7:wrong" not in err
    assert "Traceback" not in err
