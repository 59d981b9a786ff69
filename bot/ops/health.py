"""`sariwarta health`: asks the running bot whether it works."""

import sys

import aiohttp

PATIENCE = aiohttp.ClientTimeout(total=5)


async def ask(address: tuple[str, int] | None) -> int:
    """0 = runs and works; 1 = not, with a sentence on stderr."""
    if address is None:
        print("SARIWARTA_HTTP_LISTEN is empty, so nobody can be asked.", file=sys.stderr)
        return 1
    host, port = address
    # Whoever listens everywhere listens on loopback.
    here = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- not bound here
    url = f"http://{here}:{port}/healthz"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url) as answer:
            found = await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        print(f"The bot does not answer at {url}: {error or 'no answer in time'}", file=sys.stderr)
        return 1
    if answer.status != 200:
        print("The bot runs but stands still: " + ", ".join(found["wrong"]), file=sys.stderr)
        return 1
    print("ok")
    return 0
