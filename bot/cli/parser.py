"""What can be said on the command line, and which act it calls."""

import argparse
from pathlib import Path

from bot.cli import acts

ROLES = ("poll", "summarise", "digest", "deliver", "chat", "web")


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="sariwarta", description="A calm Telegram news digest: one story per event."
    )
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_running(commands)
    _add_looking(commands)
    _add_keeping(commands)
    _add_trying(commands)
    return root


def _add_running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("run", help="run the bot")
    command.add_argument(
        "--roles",
        type=_roles,
        default=ROLES,
        metavar="ROLE,...",
        help="only these of " + ",".join(ROLES),
    )
    command.set_defaults(act=acts.run)
    command = commands.add_parser("chat", help="the same bot in this terminal, without a token")
    command.add_argument("--sample", action="store_true", help="with the bundled sample outlets")
    command.add_argument("--language", choices=("id", "en"), default="id")
    command.set_defaults(act=acts.chat)


def _add_looking(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("check", help="find every mistake in feeds.yaml")
    command.add_argument("file", nargs="?", type=Path, help="default: SARIWARTA_FEEDS_FILE")
    command.add_argument("--fetch", action="store_true", help="also try every feed")
    command.add_argument("--json", action="store_true", help="one JSON object a feed")
    command.set_defaults(act=acts.check)
    command = commands.add_parser("digest", help="print one digest of what is stored")
    command.add_argument("--topics", default="", metavar="irak,rusia", help="empty = everything")
    command.add_argument("--since", default="24h", metavar="24h", help="how far back")
    command.add_argument("--format", choices=("text", "html", "json"), default="text")
    command.add_argument("--language", choices=("id", "en"), default="id")
    command.set_defaults(act=acts.digest)
    command = commands.add_parser("stats", help="counts of the database, as JSON")
    command.set_defaults(act=acts.stats)
    command = commands.add_parser("health", help="exit 0 only while the bot runs and works")
    command.set_defaults(act=acts.health)


def _add_keeping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("migrate", help="bring the database to this version")
    command.set_defaults(act=acts.migrate)
    command = commands.add_parser("backup", help="copy the database while the bot runs")
    command.add_argument("file", type=Path)
    command.set_defaults(act=acts.backup)
    command = commands.add_parser("restore", help="put a backup in place; the bot must not run")
    command.add_argument("file", type=Path)
    command.add_argument("--overwrite", action="store_true", help="replace a database in use")
    command.set_defaults(act=acts.restore)
    command = commands.add_parser("copy", help="move to PostgreSQL; the bot must not run")
    command.add_argument("source", metavar="SQLITE", help="the database file")
    command.add_argument("target", metavar="POSTGRES", help="the address of an empty database")
    command.set_defaults(act=acts.copy)
    command = commands.add_parser("feeds", help="change feeds.yaml")
    what = command.add_subparsers(title="acts", metavar="ACT", required=True)
    step = what.add_parser("add", help="find a feed at an address, try it and write it down")
    step.add_argument("url", metavar="URL", help="a feed, or a page that names one")
    step.add_argument("--outlet", default="", help="the name that readers see")
    step.add_argument("--file", type=Path, help="default: SARIWARTA_FEEDS_FILE")
    step.set_defaults(act=acts.feeds_add)
    command = commands.add_parser("opml", help="feeds from and to other readers")
    command.add_argument("direction", choices=("import", "export"))
    command.add_argument("file", type=Path, nargs="?", help="default: standard input or output")
    command.set_defaults(act=acts.opml)


def _add_trying(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("try", help="one step of the work on input of your own")
    steps = command.add_subparsers(title="steps", metavar="STEP", required=True)
    step = steps.add_parser("parse", help="feed documents -> entries as JSON lines")
    step.add_argument("source", nargs="+", metavar="FILE|URL")
    step.add_argument(
        "--base", default="", metavar="URL", help="address that links are relative to"
    )
    step.add_argument("--zone", default="Asia/Jakarta", help="for dates without a zone")
    step.set_defaults(act=acts.try_parse)
    step = steps.add_parser("extract", help="an article's page -> its text")
    step.add_argument("source", metavar="FILE|URL")
    step.set_defaults(act=acts.try_extract)
    step = steps.add_parser("summarise", help="JSON lines {id,title,text} -> {id,summary}")
    step.add_argument("--words", type=int, default=60, help="about so many words")
    step.set_defaults(act=acts.try_summarise)
    step = steps.add_parser("stories", help="JSON lines in time order -> {id,cluster}")
    step.add_argument("--explain", action="store_true", help="with reason and figures")
    step.add_argument(
        "--by",
        choices=("fold", "group", "balanced"),
        default="fold",
        help="cluster by story, by affair, or by stories that are folded more boldly",
    )
    step.set_defaults(act=acts.try_stories)
    step = steps.add_parser("topics", help="JSON lines {id,title,text} -> {id,topics}")
    step.add_argument("--explain", action="store_true", help="with the words that decided")
    step.set_defaults(act=acts.try_topics)


def _roles(text: str) -> tuple[str, ...]:
    roles = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise argparse.ArgumentTypeError(
            f"there is no role {', '.join(unknown) or '(empty)'}; choose from {', '.join(ROLES)}"
        )
    return roles
