"""A worker started the way the host starts it, without the host: how soon it is ready."""

import fcntl
import json
import os
import select
import socket
import statistics
import struct
import sys
import time

SOCKET, BEGUN = 3, 4
BEGUN_BYTES = 4096
HELLO, READY = 1, 16
HEADER = struct.Struct("=IB3xQ")
READY_SECONDS = 20
STARTS = 20


def start_milliseconds(executable, plugin, name, settings=None):
    """From just before the process is spawned until its frame `ready` has come, 20 times."""
    hello = {
        "name": name, "path": str(plugin), "settings": settings, "egress": [],
        "maximumCalls": 1024,
    }
    return [_start(str(executable), name, json.dumps(hello).encode()) for _ in range(STARTS)]


def _start(executable, name, hello):
    ours, theirs = socket.socketpair()
    begun = os.memfd_create("begun")
    os.ftruncate(begun, BEGUN_BYTES)
    # Copies that the worker inherits, under numbers that it does not use itself.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD, BEGUN + 1) for end in (theirs.fileno(), begun)]
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, ends[0], SOCKET),
        (os.POSIX_SPAWN_DUP2, ends[1], BEGUN),
    ]
    environment = {"PATH": os.environ["PATH"], "SWIFT_BACKTRACE": "enable=no"}
    arguments = ["toolrack", "worker", name]
    clock = time.perf_counter()
    pid = os.posix_spawn(executable, arguments, environment, file_actions=actions)
    ours.sendall(HEADER.pack(len(hello), HELLO, 0) + hello)
    if not select.select([ours], [], [], READY_SECONDS)[0]:
        sys.exit(f"the worker {name} is not ready after {READY_SECONDS} s")
    kind = HEADER.unpack(ours.recv(HEADER.size, socket.MSG_WAITALL))[1]
    milliseconds = (time.perf_counter() - clock) * 1000
    assert kind == READY, f"the worker {name} answered with frame {kind}"
    for descriptor in [*ends, begun]:
        os.close(descriptor)
    theirs.close()
    ours.close()
    os.waitpid(pid, 0)
    return milliseconds


def table(milliseconds):
    """`milliseconds`: starts by title."""
    yield "| from the start of a worker's process to `ready`, ms | median | slowest |"
    yield "|---|---:|---:|"
    for title, starts in milliseconds.items():
        yield f"| {title} | {statistics.median(starts):.1f} | {max(starts):.1f} |"
