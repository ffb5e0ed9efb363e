"""Other processes that use the embedded server, for tests of what happens to it."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

PROGRAM = """
import sys
from pathlib import Path
from config.embedded_postgres import EmbeddedPostgres
from config.embedded_postgres.places import Places
Places.shelter = Path(sys.argv[2])
with EmbeddedPostgres(Path(sys.argv[1])).running():
    print("ready", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_user(server):
    """A process that holds the server until it is killed or its standard input ends."""
    command = [sys.executable, "-c", PROGRAM, server.places.link.parent, server.places.shelter]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=pipe, stdout=pipe) as process:
        yield process
        if process.poll() is None:
            process.communicate(timeout=30)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
