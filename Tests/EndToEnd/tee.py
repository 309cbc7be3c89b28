"""Runs a command and copies both its streams, writing down each line before it is passed on.

    tee.py FOLDER COMMAND [ARGUMENT...]

The record is FOLDER/<process id>: `>` before a line of the client, `<` before one of the server.
A line that was never finished is passed on, but is no message and not in the record.
"""

import os
import signal
import subprocess
import sys
import threading

CHUNK_BYTES = 65536


def write(target: int, data: bytes):
    while data:
        data = data[os.write(target, data) :]


def copy(source: int, target: int, mark: bytes, record: int):
    """Until the source ends, or nobody reads any more; closes both, so that either end sees it."""
    rest = b""
    try:
        while data := os.read(source, CHUNK_BYTES):
            *lines, rest = (rest + data).split(b"\n")
            # One write for whole lines: the other direction's cannot come between.
            write(record, b"".join(mark + line + b"\n" for line in lines))
            write(target, data)
    except BrokenPipeError:
        pass
    finally:
        os.close(source)
        os.close(target)


def main(folder: str, *command: str) -> int:
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: child.send_signal(number))
    path = os.path.join(folder, str(os.getpid()))
    record = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    asking = (os.dup(0), os.dup(child.stdin.fileno()), b">", record)
    answering = (os.dup(child.stdout.fileno()), os.dup(1), b"<", record)
    child.stdin.close()
    child.stdout.close()
    # The client may keep its end open after the server has ended, so nothing waits for it.
    threading.Thread(target=copy, args=asking, daemon=True).start()
    copy(*answering)
    status = child.wait()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
