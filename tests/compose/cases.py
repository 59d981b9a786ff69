"""The stack as a self-hoster gets it: `docker compose up -d` and nothing else."""

import asyncio
import json
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.ops import sample
from tests.compose.stack import MACHINE, PATIENCE, ROOT, Stack, call, eventually, installed, opened
from tests.fakes.botapi import TOKEN, FakeBotApi

READER, LATER_READER = 17, 18
PASSWORD = "not-a-real-password"
SERVERS = ("postgres", "prometheus")
OURS = ("bot", "poller")
DIGEST = "Ringkasan adalah"

pytestmark = pytest.mark.timeout(3000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """An installation, and the Telegram that it talks to."""

    stack: Stack
    server: FakeBotApi
    settings: dict[str, str]

    async def tell(self, words: str, wanted: str, reader: int = READER) -> str:
        """Say it until the answer is there, as people do while something starts anew."""
        told = partial(self._told, wanted, reader, len(self.server.messages))
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.server.user_says(reader, words)
                try:
                    return str(await self.server.wait_for(told, 5))
                except AssertionError:
                    continue

    def _told(self, wanted: str, reader: int, before: int) -> str:
        texts = (sent.text for sent in self.server.messages[before:] if sent.chat_id == reader)
        return next((text for text in texts if wanted in text), "")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with (
        FakeBotApi(open_chats=True) as server,
        sample.serve(sample.find_folder(), lambda: datetime.now(UTC)) as site,
        opened(int(server.base_url.split(":")[2].partition("/")[0])) as telegram,
        opened(int(site.base_url.rpartition(":")[2])) as outlets,
        installed(tmp_path) as stack,
    ):
        lines = (
            f"  - {{url: '{feed.url}', outlet: '{feed.outlet}'}}\n".replace(
                site.base_url, f"http://{MACHINE}:{outlets}"
            )
            for feed in site.feeds[:4]
        )
        stack.write("feeds.yaml", "feeds:\n" + "".join(lines))
        settings = {
            "SARIWARTA_TELEGRAM_API_URL": f"http://{MACHINE}:{telegram}/bot",
            "SARIWARTA_TELEGRAM_FILE_URL": f"http://{MACHINE}:{telegram}/file/bot",
            "SARIWARTA_ALLOW_NETWORKS": "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16",
            "SARIWARTA_POLL_INTERVAL": "5s",
        }
        yield Town(stack=stack, server=server, settings=settings)


async def test_bot_alone_takes_its_token_from_a_file_and_keeps_its_data(town: Town) -> None:
    stack = town.stack
    stack.set(**town.settings)
    stack.write("secrets/telegram_token", TOKEN + "\n")
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    stack.write(
        "compose.yaml", compose.replace("#secrets:", "secrets:").replace("#  sari", "  sari")
    )

    await stack.compose("up", "--detach", "--build")
    assert (await stack.compose("ps", "--services")).split() == ["bot"]
    await stack.healthy("bot")
    await town.tell("/start irak", "Irak")
    assert "Irak" in await town.tell("/sekarang", DIGEST)
    await stack.compose("down")
    await stack.compose("up", "--detach")
    assert "Irak" in await town.tell("/pengaturan", "Topik:")
    assert town.server.complaints == []


async def test_fleet_on_postgres_is_watched_and_survives_restarts(town: Town) -> None:
    stack = town.stack
    stack.set(
        **town.settings,
        COMPOSE_PROFILES="postgres,monitoring",
        SARIWARTA_TELEGRAM_TOKEN=TOKEN,
        POSTGRES_PASSWORD=PASSWORD,
        SARIWARTA_DATABASE_URL=f"postgresql+asyncpg://sariwarta:{PASSWORD}@postgres/sariwarta",
    )

    await stack.compose("up", "--detach", "--build", *OURS, *SERVERS)
    await stack.healthy(*OURS, *SERVERS)
    await town.tell("/start irak", "Irak")
    assert "Irak" in await town.tell("/sekarang", DIGEST)
    await _is_limited_and_watched(stack)
    await _started_after_the_database(stack)
    await eventually(partial(_is_scraped, stack))
    await eventually(partial(_dashboard_is_filled, stack))

    await stack.compose("restart", "postgres")
    await stack.healthy("postgres")
    await town.tell("/start rusia", "Rusia", LATER_READER)
    assert "Rusia" in await town.tell("/sekarang", DIGEST, LATER_READER)
    await stack.healthy(*OURS)
    assert [(await stack.inspect(name))["RestartCount"] for name in OURS] == [0, 0]

    await stack.compose("down")
    await stack.compose("up", "--detach", *OURS, *SERVERS)
    assert "Rusia" in await town.tell("/pengaturan", "Topik:", LATER_READER)
    assert town.server.complaints == []


async def test_alarms_sound_when_they_should_and_only_then() -> None:
    """What promtool plays to the rules: tests/compose/alarms.yml."""
    folders = (
        f"--volume={ROOT}/deploy/prometheus:/rules:ro",
        f"--volume={ROOT}/tests/compose:/cases:ro",
    )
    image = "docker.io/prom/prometheus:v3.7.3"
    answer = await call(
        *("docker", "run", "--rm", *folders, "--entrypoint=promtool", image),
        *("test", "rules", "/cases/alarms.yml"),
    )

    assert "SUCCESS" in answer


async def _is_limited_and_watched(stack: Stack) -> None:
    for service in (*OURS, *SERVERS):
        found = await stack.inspect(service)
        host = found["HostConfig"]
        assert host["RestartPolicy"]["Name"] == "unless-stopped", service
        assert host["Memory"] == 512 * 2**20, service
        assert host["PidsLimit"] == 200, service
        assert host["LogConfig"]["Config"]["max-size"] == "10m", service
        assert found["State"]["Health"]["Status"] == "healthy", service
    owners = {
        "bot": ("/data", "10001"),
        "postgres": ("/var/lib/postgresql/data", "postgres"),
        "prometheus": ("/prometheus/wal", "nobody"),
    }
    for service, (folder, owner) in owners.items():
        shown = await stack.compose("exec", service, "stat", "--format=%u %U", folder)
        assert owner in shown.split(), service


async def _started_after_the_database(stack: Stack) -> None:
    """Nobody had to wait for it, and one of two made the tables: a second try would have failed."""
    for service in OURS:
        logs = await stack.logs(service)
        assert "bot.started" in logs
        assert "database.waiting" not in logs
        assert "role.failed" not in logs
        assert "role.crashed" not in logs
    shown = json.loads(await stack.compose("exec", "bot", "sariwarta", "stats"))
    assert len(shown["fleet"]) == len(OURS)


async def _is_scraped(stack: Stack) -> bool:
    found = await _query(stack, 'up{job="sariwarta"} == 1')
    return {each["metric"]["instance"].partition(":")[0] for each in found} == set(OURS)


async def _dashboard_is_filled(stack: Stack) -> bool:
    board = json.loads((ROOT / "deploy/grafana/sariwarta.json").read_text(encoding="utf-8"))
    queries = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    empty = [query for query in queries if not await _numbers(stack, query)]
    print("still empty:", empty)
    return not empty


async def _numbers(stack: Stack, query: str) -> list[float]:
    values = [float(each["value"][1]) for each in await _query(stack, query)]
    return [value for value in values if not math.isnan(value)]


async def _query(stack: Stack, query: str) -> list[dict[str, Any]]:
    address = "http://127.0.0.1:9090/api/v1/query?" + urlencode({"query": query})
    answer = json.loads(await stack.compose("exec", "prometheus", "wget", "-q", "-O", "-", address))
    found: list[dict[str, Any]] = answer["data"]["result"]
    return found
