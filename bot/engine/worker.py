"""The worker process: takes tasks on standard input, answers on standard output, one at a time.

`python -m bot.engine.worker`, started by bot.engine.offload. A frame is a length and a pickle;
a task is (function, arguments), an answer (value, None) or (None, exception). It ends with its
input, so it does not outlive a killed bot.
"""

import fcntl
import os
import pickle
import signal
import struct
from contextlib import suppress
from typing import BinaryIO

LENGTH = struct.Struct("!I")
READY = b"+"
# What an unprivileged process may ask for.
_PIPE = 1_048_576


def main() -> None:
    # Ctrl-C reaches the whole group; the bot decides when its worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for pipe in (0, 1):
        _widen(pipe)
    with os.fdopen(os.dup(0), "rb") as tasks, os.fdopen(os.dup(1), "wb") as answers:
        # What a library prints must not end up between the frames.
        os.dup2(2, 1)
        answers.write(READY)
        answers.flush()
        while (task := _read(tasks)) is not None:
            answers.write(frame(_answer(task)))
            answers.flush()


def _widen(pipe: int) -> None:
    """Let a batch of feeds pass at once: by 64 KB at a time each piece wakes both sides."""
    set_size = getattr(fcntl, "F_SETPIPE_SZ", None)  # Linux only
    if set_size is not None:
        with suppress(OSError):
            fcntl.fcntl(pipe, set_size, _PIPE)


def frame(content: bytes) -> bytes:
    """A pickle as it travels."""
    return LENGTH.pack(len(content)) + content


def _read(tasks: BinaryIO) -> bytes | None:
    head = tasks.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return tasks.read(LENGTH.unpack(head)[0])


def _answer(task: bytes) -> bytes:
    try:
        work, arguments = pickle.loads(task)  # noqa: S301 -- written by the bot that started us
        return pickle.dumps((work(*arguments), None))
    except Exception as error:  # noqa: BLE001 -- whatever it is, the bot must hear it
        return _failure(error)


def _failure(error: Exception) -> bytes:
    try:
        failure = pickle.dumps((None, error))
        pickle.loads(failure)  # noqa: S301 -- our own; some exceptions pickle but do not come back
    except Exception:  # noqa: BLE001 -- then its words must do
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
    return failure


if __name__ == "__main__":
    main()
