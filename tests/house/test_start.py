"""A poller starts without what only the others need: half of the start would be theirs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_FOR_POLLING = (
    "telegram",
    "babel",
    "sqlalchemy.orm",
    "alembic",
    "aiohttp.web",
    "feedparser",
    "trafilatura",
    "sumy",
    "prometheus_client",
    "bot.app.newsroom",
    "bot.roles.summarise",
    "bot.stories.group",
    "bot.text.clean",
)


def test_a_poller_loads_nothing_of_the_others() -> None:
    script = "import sys, bot.app.running; print(*sys.modules)"

    loaded = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert set(NOT_FOR_POLLING) & set(loaded.stdout.split()) == set()
