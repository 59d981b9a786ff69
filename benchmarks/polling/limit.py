"""The limit: what polling must cost at least. Fetch, compare, remember; nothing is parsed or kept.

`python -m benchmarks.polling.limit LIST STATE`: aiohttp as the bot uses it, conditional requests,
a hash of the body; one address a line in LIST, validators and hashes as JSON in STATE.
"""

import asyncio
import json
import sys
from hashlib import blake2b
from pathlib import Path

import aiohttp

IN_FLIGHT = 64


async def main(addresses: list[str], state: dict[str, list[str]]) -> None:
    gate = asyncio.Semaphore(IN_FLIGHT)
    connector = aiohttp.TCPConnector(limit=IN_FLIGHT, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(fetch(session, gate, url, state) for url in addresses))


async def fetch(
    session: aiohttp.ClientSession, gate: asyncio.Semaphore, url: str, state: dict[str, list[str]]
) -> None:
    etag, _ = state.get(url, ("", ""))
    headers = {"If-None-Match": etag} if etag else {}
    async with gate, session.get(url, headers=headers) as response:
        body = await response.read()
        if response.status == 200:
            fingerprint = blake2b(body, digest_size=16).hexdigest()
            state[url] = [response.headers.get("ETag", ""), fingerprint]


if __name__ == "__main__":
    kept = Path(sys.argv[2])
    remembered = json.loads(kept.read_text()) if kept.exists() else {}
    asyncio.run(main(Path(sys.argv[1]).read_text().split(), remembered))
    kept.write_text(json.dumps(remembered))
