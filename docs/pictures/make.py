"""Draws docs/pictures/digest.png: a real digest of the sample outlets, as a phone shows it.

.venv/bin/python docs/pictures/make.py        (needs chromium)
"""

import asyncio
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from bot.app.wiring import open_parts  # noqa: E402 -- the path comes first
from bot.feeds.catalog import Catalog  # noqa: E402
from bot.model import (  # noqa: E402
    ChatId,
    DigestKind,
    Message,
    Subscriber,
    SubscriberId,
    SubscriberStatus,
    TopicKey,
)
from bot.ops import sample  # noqa: E402
from bot.roles.digest import digest_now  # noqa: E402
from bot.roles.group import place_entries  # noqa: E402
from bot.roles.summarise import summarise_round  # noqa: E402
from bot.settings import Settings  # noqa: E402

STYLE = """
body { margin: 0; background: #d6e2ee; font: 15px/1.38 'Noto Sans', sans-serif; width: 430px; }
.bubble { background: #fff; border-radius: 14px; margin: 12px 12px 6px; padding: 10px 12px;
  white-space: pre-wrap; overflow-wrap: anywhere; box-shadow: 0 1px 1px #0002; }
a { color: #2a7fc1; text-decoration: none; }
blockquote { margin: 2px 0; padding: 3px 8px; border-left: 3px solid #4a9bd8;
  background: #eef6fc; border-radius: 5px; font-size: 14px; display: block; }
.row { display: flex; gap: 5px; margin: 0 12px 5px; }
.row span { flex: 1; text-align: center; background: #7ba2c4; color: #fff; padding: 8px;
  border-radius: 9px; font-size: 14px; }
"""


async def digest() -> Message:
    """The digest of a reader who follows Irak and Rusia."""

    def now() -> datetime:
        return datetime.now(UTC)

    with tempfile.TemporaryDirectory() as folder:
        async with sample.serve(sample.find_folder(), now) as site:
            settings = Settings(data_dir=Path(folder), allow_networks=sample.NETWORKS)
            async with open_parts(settings, Catalog(feeds=site.feeds)) as parts:
                await parts.poll.finish()
                tools = parts.summarise
                while (await summarise_round(tools, await place_entries(tools))).done:
                    pass
                reader = await parts.storage.subscribers.add(
                    Subscriber(
                        id=SubscriberId(0),
                        chat_id=ChatId(1),
                        hours=(time(6), time(17)),
                        topics=(TopicKey("irak"), TopicKey("rusia")),
                        status=SubscriberStatus.ACTIVE,
                        joined=now(),
                    )
                )
                await digest_now(parts.digest, reader, DigestKind.FIRST)
                (delivery,) = await parts.storage.outbox.lease(now(), 1)
                return delivery.message


def page(message: Message) -> str:
    body = message.html.replace("</blockquote>\n", "</blockquote>")
    rows = "".join(
        '<div class="row">' + "".join(f"<span>{key.label}</span>" for key in row) + "</div>"
        for row in message.buttons
    )
    return f'<meta charset="utf-8"><style>{STYLE}</style><div class="bubble">{body}</div>{rows}'


def main() -> None:
    html = page(asyncio.run(digest()))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "digest.html")
        source.write_text(html, encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        subprocess.run(
            [
                "chromium",
                *flags,
                "--disable-background-networking",
                f"--user-data-dir={folder}/profile",
                "--force-device-scale-factor=2",
                "--window-size=430,1180",
                f"--screenshot={HERE / 'digest.png'}",
                source.as_uri(),
            ],
            check=True,
        )


if __name__ == "__main__":
    main()
