"""`sariwarta health`: asks the running bot whether it works."""

import json
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException

# A supervisor asks every minute, on small boards too: the standard library starts in a third
# of the time that aiohttp takes.
PATIENCE = 8.0


def ask(address: tuple[str, int] | None) -> int:
    """0 = runs and works; 1 = not, with a sentence on stderr."""
    if address is None:
        print("SARIWARTA_HTTP_LISTEN is empty, so nobody can be asked.", file=sys.stderr)
        return 1
    host, port = address
    # Whoever listens everywhere listens on loopback.
    here = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- not bound here
    try:
        with closing(HTTPConnection(here, port, timeout=PATIENCE)) as connection:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            found = json.loads(answer.read())
    except (OSError, HTTPException, ValueError) as error:
        reason = error or "no answer in time"
        print(f"The bot does not answer at http://{here}:{port}: {reason}", file=sys.stderr)
        return 1
    if answer.status != 200:
        print("The bot runs but stands still: " + ", ".join(found["wrong"]), file=sys.stderr)
        return 1
    print("ok")
    return 0
