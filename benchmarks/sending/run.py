"""Messages a second and CPU a message, for each way of speaking to Telegram.

Each client is a process of its own against the stub in another process, in rounds that take
turns; the table shows the medians and the ratio to a hand-written HTTP client.

    python -m benchmarks.sending.run [--messages 1500] [--rounds 3] [--in-flight 32]
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from importlib.util import find_spec
from urllib.parse import urlencode

TOKEN = "1:benchmark"
# 1,500 characters of a digest's kind: markup, links, punctuation, a few non-ASCII letters.
LINE = (
    '<b><a href="https://kabar.example/berita/2026/11/24/irak?a=1&amp;b=2">Irak buka lagi '
    "perbatasan</a></b>\n<blockquote>Pemerintah mengatakan jalur itu dibuka “mulai besok” "
    "setelah pembicaraan tiga hari.</blockquote>\n"
)
TEXT = (LINE * 7)[: len(LINE) * 6]

Send = Callable[[], Awaitable[object]]


async def raw(stack: AsyncExitStack, port: int) -> Send:
    """A hand-written HTTP/1.1 client on a queue of connections: the floor."""
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(32):
        connection = await asyncio.open_connection("127.0.0.1", port)
        stack.callback(connection[1].close)
        free.put_nowait(connection)
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: a\r\nContent-Length: "

    async def send() -> object:
        body = json.dumps({"chat_id": 17, "text": TEXT, "parse_mode": "HTML"}).encode()
        reader, writer = await free.get()
        writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
        header = await reader.readuntil(b"\r\n\r\n")
        length = int(header.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        answer: object = json.loads(await reader.readexactly(length))
        free.put_nowait((reader, writer))
        return answer

    return send


async def aiohttp_alone(stack: AsyncExitStack, port: int) -> Send:
    import aiohttp

    session = await stack.enter_async_context(aiohttp.ClientSession())
    url = f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    async def send() -> object:
        form = urlencode({"chat_id": "17", "text": TEXT, "parse_mode": "HTML"}).encode()
        async with session.post(url, data=form, headers=headers) as answer:
            return await answer.json()

    return send


async def ours(stack: AsyncExitStack, port: int) -> Send:
    from telegram import Bot

    from bot.chat.transport import AiohttpRequest

    bot = Bot(TOKEN, f"http://127.0.0.1:{port}/bot", request=AiohttpRequest(connections=256))
    stack.push_async_callback(bot.request.shutdown)
    return lambda: bot.send_message(17, TEXT, parse_mode="HTML")


async def ours_with_messenger(stack: AsyncExitStack, port: int) -> Send:
    from telegram.ext import ExtBot

    from bot.chat.limiter import PacedLimiter
    from bot.chat.messenger import TelegramMessenger
    from bot.chat.transport import AiohttpRequest
    from bot.clock import SystemClock
    from bot.model import ChatId, Message
    from bot.roles.pacing import Pacer

    bot: ExtBot[str] = ExtBot(
        TOKEN,
        f"http://127.0.0.1:{port}/bot",
        request=AiohttpRequest(connections=256),
        rate_limiter=PacedLimiter(Pacer(), SystemClock()),
    )
    stack.push_async_callback(bot.request.shutdown)
    messenger, message = TelegramMessenger(bot), Message(html=TEXT)
    return lambda: messenger.send(ChatId(17), 0, message)


async def ptb_httpx(stack: AsyncExitStack, port: int) -> Send:
    from telegram import Bot
    from telegram.request import HTTPXRequest

    request = HTTPXRequest(connection_pool_size=256, pool_timeout=60)
    bot = Bot(TOKEN, f"http://127.0.0.1:{port}/bot", request=request)
    stack.push_async_callback(request.shutdown)
    return lambda: bot.send_message(17, TEXT, parse_mode="HTML")


async def aiogram(stack: AsyncExitStack, port: int) -> Send:
    from aiogram import Bot  # type: ignore[import-not-found]  # optional
    from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]  # optional
    from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]  # optional

    server = TelegramAPIServer.from_base(f"http://127.0.0.1:{port}")
    bot = Bot("1:" + "a" * 35, session=AiohttpSession(api=server))
    stack.push_async_callback(bot.session.close)
    return lambda: bot.send_message(17, TEXT, parse_mode="HTML")


CLIENTS = {
    "hand-written client": raw,
    "aiohttp alone": aiohttp_alone,
    "PTB on our transport": ours,
    "the same, messenger and limiter": ours_with_messenger,
    "PTB as shipped (httpx)": ptb_httpx,
    "aiogram": aiogram,
}


async def measure(name: str, port: int, messages: int, in_flight: int) -> tuple[float, float]:
    """Messages a second, and CPU milliseconds a message in this process."""
    async with AsyncExitStack() as stack:
        send = await CLIENTS[name](stack, port)
        await _send_all(send, in_flight * 2, in_flight)
        began, cpu = time.perf_counter(), time.process_time()
        await _send_all(send, messages, in_flight)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return messages / seconds, cpu / messages * 1000


async def _send_all(send: Send, messages: int, in_flight: int) -> None:
    left = iter(range(messages))

    async def worker() -> None:
        for _ in left:
            await send()

    await asyncio.gather(*(worker() for _ in range(in_flight)))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.sending.run")
    options.add_argument("--messages", type=int, default=1500)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--in-flight", type=int, default=32)
    options.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    options.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.client:
        figures = asyncio.run(measure(given.client, given.port, given.messages, given.in_flight))
        print(json.dumps(figures))
        return
    compare(given.messages, given.rounds, given.in_flight)


def compare(messages: int, rounds: int, in_flight: int) -> None:
    names = [name for name in CLIENTS if name != "aiogram" or find_spec("aiogram")]
    stub = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sending.stub"], stdout=subprocess.PIPE, text=True
    )
    assert stub.stdout is not None
    port = stub.stdout.readline().strip()
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    try:
        for _ in range(rounds):
            for name in names:
                figures[name].append(_in_own_process(name, port, messages, in_flight))
    finally:
        stub.terminate()
        stub.wait()
    print(f"{messages} messages of {len(TEXT)} characters, {in_flight} in flight, {rounds} rounds")
    print("| client | messages/s | CPU ms | x hand-written |\n| --- | --- | --- | --- |")
    cpu = {name: statistics.median(each[1] for each in figures[name]) for name in names}
    for name in names:
        rate = statistics.median(each[0] for each in figures[name])
        ratio = cpu[name] / cpu["hand-written client"]
        print(f"| {name} | {rate:,.0f} | {cpu[name]:.2f} | {ratio:.1f} |")
    for other in ("PTB as shipped (httpx)", "aiogram"):
        if other in cpu:
            ratio = cpu["PTB on our transport"] / cpu[other]
            print(f"our transport's CPU against {other}: x {ratio:.2f}")


def _in_own_process(name: str, port: str, messages: int, in_flight: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.sending.run", "--client", name, "--port", port]
    command += ["--messages", str(messages), "--in-flight", str(in_flight)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    rate, cpu = json.loads(done.stdout)
    return rate, cpu


if __name__ == "__main__":
    main()
