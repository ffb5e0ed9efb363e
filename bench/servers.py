"""The processes that answer: gunicorn with the site's own configuration, for the site and floor."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bench.options import BASE, HOST
from bench.processes import cpu_seconds

PATIENCE = 30
SITE = "config.wsgi"
FLOOR = "bench.floor"
# A worker that is replaced in the middle of a round would count as if it had served.
SAME_WORKERS = ["--max-requests", "0"]
QUIET = ["--log-level", "warning"]


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.pid)


@contextmanager
def gunicorn(application: str, variables: Mapping[str, str] | None = None) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py"]
    process = subprocess.Popen(
        [*command, *SAME_WORKERS, *QUIET, "--bind", f"{HOST}:{port}", application],
        cwd=BASE,
        env=os.environ | (variables or {}),
    )
    try:
        _await_listening(process, port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _await_listening(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
