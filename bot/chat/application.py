"""Wires the command table to python-telegram-bot."""

from functools import partial
from typing import Any, TypeAlias

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode, UpdateType
from telegram.ext import Application as PtbApplication
from telegram.ext import (
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat.admission import Admission
from bot.chat.commands.office import OFFICE
from bot.chat.commands.table import COMMANDS
from bot.chat.desk import Context, Desk
from bot.chat.ordering import PerChat
from bot.chat.rights import Rights
from bot.chat.services import Services

ALLOWED_UPDATES = (UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER)

# Any: the library's builder changes its type with every call, and its data is not used here.
Application: TypeAlias = PtbApplication[Any, Context, Any, Any, Any, Any]
# No real token looks like this, and it never leaves the process.
_OFFLINE_TOKEN = "0:offline"  # noqa: S105 - a place-holder, not a secret


def build(
    token: str,
    services: Services,
    *,
    request: BaseRequest,
    updates_request: BaseRequest,
    limiter: BaseRateLimiter[Any] | None = None,
    base_url: str = "",
    base_file_url: str = "",
) -> Application:
    """The application with every handler; the caller starts, polls and stops it."""
    # Any: see Application.
    builder: Any = PtbApplication.builder().token(token)
    builder = builder.request(request).get_updates_request(updates_request)
    builder = builder.defaults(
        Defaults(
            parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        )
    )
    builder = builder.concurrent_updates(PerChat()).job_queue(None)
    if limiter is not None:
        builder = builder.rate_limiter(limiter)
    if base_url:
        builder = builder.base_url(base_url)
    if base_file_url:
        builder = builder.base_file_url(base_file_url)
    application: Application = builder.build()
    _register(application, services)
    return application


def build_offline(services: Services, request: BaseRequest) -> Application:
    """The same behind a request class that answers by itself: the terminal, a test."""
    return build(_OFFLINE_TOKEN, services, request=request, updates_request=request)


def _register(application: Application, services: Services) -> None:
    desk = Desk(
        services=services,
        admission=Admission(
            services=services,
            rights=Rights(operators=services.admins, allowed_chats=services.allowed_chats),
        ),
    )
    fresh = filters.UpdateType.MESSAGE
    for command in COMMANDS:
        application.add_handler(
            CommandHandler(command.names, partial(desk.on_command, command), filters=fresh)
        )
    # To everybody else these commands are unknown ones.
    for command in OFFICE if services.admins else ():
        admins = fresh & filters.ChatType.PRIVATE & filters.User(services.admins)
        application.add_handler(
            CommandHandler(command.names, partial(desk.on_command, command), filters=admins)
        )
    application.add_handler(CallbackQueryHandler(desk.on_press))
    application.add_handler(ChatMemberHandler(desk.on_membership))
    application.add_handler(MessageHandler(fresh & filters.StatusUpdate.MIGRATE, desk.on_move))
    private = fresh & filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(private & filters.FORWARDED, desk.on_forward))
    application.add_handler(MessageHandler(private & filters.COMMAND, desk.on_unknown))
    application.add_handler(MessageHandler(private & filters.TEXT, desk.on_words))
    application.add_error_handler(desk.on_error)
