"""The composition root: settings in, a running program out."""

from bot.app.keeping import backup, migrate, print_digest, restore, stats
from bot.app.running import run
from bot.app.terminal import chat

__all__ = ["backup", "chat", "migrate", "print_digest", "restore", "run", "stats"]
