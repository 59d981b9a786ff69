"""Reports crashes to a Sentry server, if one is named; nothing that people wrote goes with them.

Only our own reports are sent, of log events that tell of a crash. None of the library's
integrations runs: they would take along log lines, requests, arguments and local variables.
"""

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from bot.errors import BadSettings
from bot.ops.logs import hidden

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

# Fields of log events that name a part of the program and never a person or a text.
_TAGS = frozenset({"role", "task", "command", "act", "error", "place"})
# What an event may hold; all else is left out, whatever a later library adds.
_KEPT = frozenset(
    {"event_id", "timestamp", "level", "platform", "release", "environment", "message"}
    | {"exception", "tags", "sdk", "type", "contexts"}
)
_CONTEXTS = frozenset({"runtime"})
_FRAME = frozenset({"filename", "abs_path", "function", "module", "lineno", "in_app"})
_FLUSH = 2.0  # seconds that a stop may wait for the last report


class Sentry:
    """A processor of structlog; see `begin`."""

    # Any: structlog's own shape of a processor.
    def __call__(
        self, _logger: Any, level: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        if level in ("error", "critical", "exception"):
            self._report(event)
        return event

    def close(self) -> None:
        """Send what waits; a server that does not answer holds nobody up for long."""
        import sentry_sdk

        sentry_sdk.get_client().close(timeout=_FLUSH)

    def _report(self, event: MutableMapping[str, Any]) -> None:
        import sentry_sdk
        from sentry_sdk.utils import event_from_exception, exc_info_from_error

        told: Event = {}
        hint: Hint = {}
        if event.get("exc_info"):
            given = event["exc_info"]
            error = given if isinstance(given, BaseException) else _current()
            if error is not None:
                told, hint = event_from_exception(exc_info_from_error(error))
        told["message"] = str(event.get("event", ""))
        told["level"] = "error"
        told["tags"] = {name: str(event[name]) for name in _TAGS if name in event}
        sentry_sdk.capture_event(told, hint=hint)


def begin(dsn: str, release: str) -> Sentry:
    """Connect; raises BadSettings when the library or the address is not what it should be."""
    try:
        import sentry_sdk
        from sentry_sdk.utils import BadDsn
    except ModuleNotFoundError as error:
        raise BadSettings("SARIWARTA_SENTRY_DSN needs the package: sariwarta[sentry]") from error
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=f"sariwarta@{release}",
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            send_client_reports=False,
            auto_session_tracking=False,
            max_breadcrumbs=0,
            server_name="",
            before_send=scrubbed,
        )
    except BadDsn as error:
        raise BadSettings(
            "SARIWARTA_SENTRY_DSN: write the address that Sentry shows as the project's DSN"
        ) from error
    return Sentry()


def scrubbed(event: "Event", _hint: "Hint") -> "Event":
    """Where it broke and with which kind of error; no values, which may quote people or news."""
    kept: Any = {name: value for name, value in event.items() if name in _KEPT}
    kept["message"] = hidden(str(event.get("message", "")))
    contexts = kept.get("contexts") or {}
    kept["contexts"] = {name: contexts[name] for name in _CONTEXTS if name in contexts}
    # Any: the event is JSON of the library's own shape.
    exceptions: Any = kept.get("exception") or {}
    for one in exceptions.get("values", ()):
        one["value"] = ""
        for frame in (one.get("stacktrace") or {}).get("frames", ()):
            for name in set(frame) - _FRAME:
                del frame[name]
    result: Event = kept
    return result


def _current() -> BaseException | None:
    import sys

    return sys.exc_info()[1]
