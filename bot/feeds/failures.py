"""What goes wrong in the HTTP library, as outcomes with a sentence for the admin."""

from dataclasses import dataclass, field

import aiohttp

from bot.feeds.outcome import Fetched, FetchOutcome


@dataclass
class Stopped(Exception):
    """Carries an answer out of the hops."""

    answer: Fetched = field()


def failed(outcome: FetchOutcome, detail: str, url: str) -> Fetched:
    """An answer without a document."""
    return Fetched(outcome=outcome, detail=detail, final_url=url)


def explained(error: Exception) -> tuple[FetchOutcome, str]:
    """Sort an error of the library by what to do next."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return FetchOutcome.UNREACHABLE, "the host is unknown (DNS)"
        case aiohttp.ClientSSLError():
            return FetchOutcome.UNREACHABLE, f"the TLS certificate is refused: {error}"[:200]
        case aiohttp.ClientConnectorError():
            return FetchOutcome.UNREACHABLE, f"no connection: {error.os_error}"[:200]
        case aiohttp.ClientResponseError():
            return FetchOutcome.SERVER_ERROR, f"the answer is no HTTP: {error.message}"[:100]
        case aiohttp.ClientPayloadError():
            return FetchOutcome.UNREACHABLE, f"the answer broke off: {error}"[:200]
        case aiohttp.ServerDisconnectedError():
            return FetchOutcome.UNREACHABLE, "the server closed the connection without an answer"
        case ValueError():
            return FetchOutcome.BAD_URL, f"the address or a header is broken: {error}"[:200]
        case _:
            return FetchOutcome.UNREACHABLE, f"the connection failed: {error}"[:200]
