"""What each command does; imports of weight happen inside the act that needs them.

So `sariwarta --help` and the `try` steps answer in a fraction of a second.
"""

import argparse
import asyncio
import gc
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

SECRETS = Path("/run/secrets")


def run(options: argparse.Namespace) -> int:
    # What loads now stays: looking for garbage in it would take a sixth of the start.
    gc.disable()
    from bot.settings import read_settings

    settings = read_settings(secrets=SECRETS)
    if not {"chat", "deliver"}.isdisjoint(options.roles):
        settings.require_token()
    from bot.app import running

    gc.freeze()
    gc.enable()
    return running.run(settings, options.roles)


def chat(options: argparse.Namespace) -> int:
    from bot.app import terminal
    from bot.settings import read_settings

    return terminal.chat(
        read_settings(secrets=SECRETS), sample=options.sample, language=options.language
    )


def check(options: argparse.Namespace) -> int:
    from bot.ops.check import check_fetch, check_file
    from bot.settings import read_settings

    settings = read_settings(secrets=SECRETS)
    path = options.file or settings.feeds_file
    if not options.fetch:
        return check_file(path)
    return asyncio.run(
        check_fetch(
            path,
            as_json=options.json,
            user_agent=settings.user_agent,
            allow_networks=settings.allow_networks,
        )
    )


def digest(options: argparse.Namespace) -> int:
    from bot.app import keeping
    from bot.durations import parse_duration
    from bot.settings import read_settings

    try:
        since = parse_duration(options.since)
    except ValueError as error:
        print(f"--since {options.since}: {error}", file=sys.stderr)
        return 2
    topics = tuple(part.strip() for part in options.topics.split(",") if part.strip())
    return asyncio.run(
        keeping.print_digest(
            read_settings(secrets=SECRETS),
            topics=topics,
            since=since,
            form=options.format,
            language=options.language,
        )
    )


def stats(_: argparse.Namespace) -> int:
    from bot.app import keeping
    from bot.settings import read_settings

    print(json.dumps(asyncio.run(keeping.stats(read_settings(secrets=SECRETS))), indent=2))
    return 0


def health(_: argparse.Namespace) -> int:
    from bot.ops.health import ask
    from bot.settings import read_settings

    return ask(read_settings(secrets=SECRETS).listen_address())


def migrate(_: argparse.Namespace) -> int:
    from bot.app import keeping
    from bot.settings import read_settings

    print(asyncio.run(keeping.migrate(read_settings(secrets=SECRETS))))
    return 0


def backup(options: argparse.Namespace) -> int:
    from bot.app import keeping
    from bot.settings import read_settings

    print(asyncio.run(keeping.backup(read_settings(secrets=SECRETS), options.file)))
    return 0


def restore(options: argparse.Namespace) -> int:
    from bot.app import keeping
    from bot.settings import read_settings

    settings = read_settings(secrets=SECRETS)
    print(asyncio.run(keeping.restore(settings, options.file, overwrite=options.overwrite)))
    return 0


def copy(options: argparse.Namespace) -> int:
    from bot.app import keeping

    print(asyncio.run(keeping.copy(options.source, options.target)))
    return 0


def feeds_add(options: argparse.Namespace) -> int:
    from bot.ops.add_feed import add_feed
    from bot.settings import read_settings

    settings = read_settings(secrets=SECRETS)
    return asyncio.run(
        add_feed(
            options.file or settings.feeds_file,
            options.url,
            outlet=options.outlet,
            user_agent=settings.user_agent,
            allow_networks=tuple(settings.allow_networks),
        )
    )


def opml(options: argparse.Namespace) -> int:
    from bot.ops.opml import export_file, import_file
    from bot.settings import read_settings

    if options.direction == "import":
        return import_file(options.file)
    return export_file(read_settings(secrets=SECRETS).feeds_file, options.file)


# --- try: one step on input of one's own ----------------------------------------


def try_parse(options: argparse.Namespace) -> int:
    from bot.ops.trials import parse_sources

    return parse_sources(options.source, base=options.base, zone=options.zone, read=_read)


def try_extract(options: argparse.Namespace) -> int:
    from bot.feeds.page import extract

    text = extract(_read(options.source)[0], options.source)
    if not text:
        print(f"{options.source}: no article text was found in this page", file=sys.stderr)
        return 1
    print("\n".join(filter(None, text.split("\n"))))
    return 0


def try_summarise(options: argparse.Namespace) -> int:
    from bot.text.summary import summarise

    def answer(item: dict[str, str]) -> dict[str, object]:
        sentences = summarise(
            item.get("title") or "",
            item.get("text") or "",
            words=options.words,
            language=item.get("language") or "id",
        )
        return {"id": item.get("id"), "summary": list(sentences)}

    return _answer_lines(answer)


def try_stories(options: argparse.Namespace) -> int:
    from bot.ops.trials import story_answers

    return _answer_lines(story_answers(explain=options.explain, by=options.by))


def try_topics(options: argparse.Namespace) -> int:
    from bot.ops.trials import topic_answers

    return _answer_lines(topic_answers(explain=options.explain))


def _read(source: str) -> tuple[bytes, dict[str, str]]:
    """A file's or an address's content and its headers."""
    from bot.ops.trials import read_source
    from bot.settings import read_settings

    settings = read_settings()
    return read_source(source, settings.user_agent, settings.allow_networks)


def _answer_lines(answer: Callable[[dict[str, str]], dict[str, object]]) -> int:
    """One JSON line in, one out, at once; a line that is no JSON object is told and skipped."""
    bad = 0
    for number, item in _lines():
        if isinstance(item, str):
            print(f"line {number}: {item}", file=sys.stderr)
            bad += 1
            continue
        print(json.dumps(answer(item), ensure_ascii=False), flush=True)
    return 1 if bad else 0


def _lines() -> Iterator[tuple[int, dict[str, str] | str]]:
    """Objects of standard input, or a sentence for a line that is none."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            yield number, f"not JSON ({error}); write one object a line"
            continue
        yield number, item if isinstance(item, dict) else "not a JSON object"
