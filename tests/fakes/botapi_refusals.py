"""The answers by which the Bot API refuses a call, in the server's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(eq=False)
class Refusal(Exception):
    """An answer with ok=false; `status` is both the HTTP status and the error_code."""

    status: int
    description: str
    parameters: Mapping[str, int] = field(default_factory=dict)


def bad_request(text: str) -> Refusal:
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    return Refusal(403, f"Forbidden: {text}")


def unauthorized() -> Refusal:
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, "Not Found")


def another_poller() -> Refusal:
    return Refusal(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )


def webhook_is_set() -> Refusal:
    return Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )


def too_many_requests(retry_after: int) -> Refusal:
    return Refusal(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )


def blocked() -> Refusal:
    return forbidden("bot was blocked by the user")


def deactivated() -> Refusal:
    return forbidden("user is deactivated")


def kicked(kind: str) -> Refusal:
    return forbidden(f"bot was kicked from the {kind} chat")


def upgraded(new_chat_id: int) -> Refusal:
    return Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )


def chat_not_found() -> Refusal:
    return bad_request("chat not found")


def internal_error() -> Refusal:
    return Refusal(500, "Internal Server Error")


def bad_gateway() -> Refusal:
    return Refusal(502, "Bad Gateway")
