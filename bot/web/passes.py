"""Who may see the admins' page: a link that works once, and the short pass it is changed for.

Both are signed and hold the admin's number and an end; nothing is stored, so that the process
that gives a link need not be the one that serves the page.
"""

import hmac
import re
from datetime import datetime, timedelta

LINK_LASTS = timedelta(minutes=10)
PASS_LASTS = timedelta(hours=1)
_FORM = re.compile(r"([0-9]{1,19})\.([0-9]{1,12})\.([0-9a-f]{1,32})\.([0-9a-f]{40})")


class Passes:
    """Makes and reads them; remembers the links that were used here until their end."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._used: dict[str, float] = {}

    def link(self, admin: int, now: datetime, chance: str) -> str:
        """A code that opens the page once; `chance` is hexadecimal and drawn anew each time."""
        return self._signed("link", admin, now + LINK_LASTS, chance)

    def entered(self, code: str, now: datetime) -> int | None:
        """The admin of a link that was not used before; using it uses it up."""
        self._used = {old: end for old, end in self._used.items() if end > now.timestamp()}
        admin = self._admin("link", code, now)
        if admin is None or code in self._used:
            return None
        self._used[code] = (now + LINK_LASTS).timestamp()
        return admin

    def ticket(self, admin: int, now: datetime) -> str:
        """What the browser keeps."""
        return self._signed("pass", admin, now + PASS_LASTS, "0")

    def admin_of(self, ticket: str, now: datetime) -> int | None:
        return self._admin("pass", ticket, now)

    def _signed(self, purpose: str, admin: int, end: datetime, chance: str) -> str:
        body = f"{admin}.{int(end.timestamp())}.{chance}"
        return f"{body}.{self._signature(purpose, body)}"

    def _admin(self, purpose: str, code: str, now: datetime) -> int | None:
        found = _FORM.fullmatch(code)
        if found is None:
            return None
        body = code.rpartition(".")[0]
        if not hmac.compare_digest(found[4], self._signature(purpose, body)):
            return None
        return int(found[1]) if int(found[2]) > now.timestamp() else None

    def _signature(self, purpose: str, body: str) -> str:
        return hmac.digest(self._secret, f"{purpose} {body}".encode(), "sha256").hex()[:40]
