"""Serve saved real feeds on loopback, run the bot against them, print the digest that arrives."""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from aiohttp import web

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.feeds.dates import parse_date  # noqa: E402 -- the path comes first
from tests.fakes.botapi import TOKEN, FakeBotApi  # noqa: E402

CHAT = 17
DATE = re.compile(
    rb"(<(?:pubDate|published|updated|dc:date|lastBuildDate)>\s*(?:<!\[CDATA\[)?)([^<\]]+)"
)


def moved(document: bytes, zone: str = "Asia/Jakarta") -> bytes:
    """The document with its newest date an hour back, the others as far before as they were."""
    found = DATE.findall(document)
    dates = {raw: parse_date(raw.decode("utf-8", "replace"), zone=zone) for _, raw in found}
    known = [date for date in dates.values() if date]
    if not known:
        return document
    shift = datetime.now(UTC) - timedelta(hours=1) - max(known)

    def later(found: re.Match[bytes]) -> bytes:
        date = dates[found[2]]
        return found[1] + (format_datetime(date + shift).encode() if date else found[2])

    return DATE.sub(later, document)


def article_feeds(path: Path, hours: float) -> dict[str, bytes]:
    """One RSS document per source, of the last `hours` of the articles."""
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    newest = max(datetime.fromisoformat(a["published"]) for a in articles)
    shift = datetime.now(UTC) - timedelta(minutes=30) - newest
    by_source: dict[str, list[str]] = defaultdict(list)
    for a in articles:
        published = datetime.fromisoformat(a["published"])
        if newest - published > timedelta(hours=hours):
            continue
        by_source[a["source"]].append(
            f"<item><title>{escape(a['title'])}</title><link>{escape(a['url'])}</link>"
            f"<guid>{escape(a['id'])}</guid><pubDate>{format_datetime(published + shift)}</pubDate>"
            f"<content:encoded><![CDATA[<p>{a['text'].replace(']]>', '')}</p>]]>"
            "</content:encoded></item>"
        )
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    return {
        f"{source}.xml": f"{head}<title>{source}</title>{''.join(items)}</channel></rss>".encode()
        for source, items in by_source.items()
    }


async def serve(documents: dict[str, bytes]) -> tuple[web.AppRunner, str]:
    async def answer(request: web.Request) -> web.Response:
        body = documents.get(request.match_info["name"])
        if body is None:
            raise web.HTTPNotFound
        return web.Response(body=body, content_type="application/xml")

    app = web.Application()
    app.router.add_get("/{name}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=Path, help="a folder of saved feed documents")
    parser.add_argument("--articles", type=Path, help="JSON lines of articles")
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--topics", default="irak,rusia")
    parser.add_argument("--seconds", type=float, default=240, help="give up after so long")
    options = parser.parse_args()
    documents: dict[str, bytes] = {}
    if options.feeds:
        documents |= {
            path.name: moved(path.read_bytes())
            for path in sorted(options.feeds.iterdir())
            if path.suffix in {".xml", ".rss", ".atom", ".json", ".rdf"}
        }
    if options.articles:
        documents |= article_feeds(options.articles, options.hours)
    runner, base = await serve(documents)
    try:
        return await drive(options, documents, base)
    finally:
        await runner.cleanup()


async def drive(options: argparse.Namespace, documents: dict[str, bytes], base: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        feeds = Path(folder, "feeds.yaml")
        lines = [
            f"  - url: {base}/{name}\n    outlet: {json.dumps(name.rsplit('.', 1)[0])}\n"
            for name in documents
        ]
        feeds.write_text("feeds:\n" + "".join(lines), encoding="utf-8")
        async with FakeBotApi(open_chats=True) as server:
            environment = os.environ | {
                "SARIWARTA_TELEGRAM_TOKEN": TOKEN,
                "SARIWARTA_TELEGRAM_API_URL": server.base_url,
                "SARIWARTA_TELEGRAM_FILE_URL": server.file_url,
                "SARIWARTA_DATA_DIR": folder,
                "SARIWARTA_FEEDS_FILE": str(feeds),
                "SARIWARTA_ALLOW_NETWORKS": "127.0.0.0/8",
                "SARIWARTA_HTTP_LISTEN": "",
            }
            command = [sys.executable, "-m", "bot"]
            bot = await asyncio.create_subprocess_exec(*command, "run", cwd=ROOT, env=environment)
            try:
                stats = await settled(command, environment, options.seconds)
                print(json.dumps(stats, indent=2))
                for topic in options.topics.split(","):
                    await server.user_says(CHAT, f"/ikuti {topic}")
                    await asyncio.sleep(1)
                before = len(server.chat(CHAT).messages)
                await server.user_says(CHAT, "/sekarang")
                await asyncio.sleep(5)
                for message in server.chat(CHAT).messages[before:]:
                    size = f"{len(message.text)} characters, {len(message.entities)} entities"
                    print(f"\n--- message, {size}")
                    print(message.text)
            finally:
                bot.terminate()
                await bot.wait()
    return 0


async def settled(
    command: list[str], environment: dict[str, str], seconds: float
) -> dict[str, int]:
    """Wait until the counts of the database stand still; returns them."""
    last: dict[str, int] = {}
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(5)
        process = await asyncio.create_subprocess_exec(
            *command, "stats", cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
        counts = json.loads(output or b"{}")
        if counts == last and counts.get("stories"):
            return counts
        last = counts
    return last


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
