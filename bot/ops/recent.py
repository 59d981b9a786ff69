"""The last warnings and errors of this process, for the admin who asks in the chat."""

from collections import deque
from collections.abc import MutableMapping
from typing import Any

from bot.notices import LogLine

_KEPT = 50
_SHOWN_FIELDS = 160


class RecentProblems:
    """A processor of structlog that remembers; log lines hold no names, texts or tokens."""

    def __init__(self) -> None:
        self._lines: deque[LogLine] = deque(maxlen=_KEPT)

    # Any: structlog's own shape of a processor.
    def __call__(
        self, _logger: Any, level: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        if level in ("warning", "error", "critical", "exception"):
            kept = {k: v for k, v in event.items() if k not in _NOISE}
            fields = ", ".join(f"{name}={value}" for name, value in kept.items())
            self._lines.append(
                LogLine(
                    at=str(event.get("timestamp", "")),
                    event=str(event.get("event", "")),
                    fields=fields[:_SHOWN_FIELDS],
                )
            )
        return event

    def newest_first(self) -> tuple[LogLine, ...]:
        return tuple(reversed(self._lines))


_NOISE = frozenset({"event", "level", "timestamp", "exc_info", "exception", "stack"})
RECENT = RecentProblems()
