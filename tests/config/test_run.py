"""`make run`, less the installation."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from config.embedded_postgres import EmbeddedPostgres
from tests.config.conftest import PUBLIC
from tests.config.processes import kill, wait_until


@pytest.fixture
def serve(data_folder, free_port):
    """Start the site; wait for its greeting, and return it with the process."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-m", "config.run"],
            cwd=settings.BASE_DIR,
            env=PUBLIC
            | {"DEMO": "true", "PORT": str(free_port), "DATA_FOLDER": str(data_folder)}
            | {"ALLOWED_HOSTS": "127.0.0.1", "SITE_NAME": "Undergrowth"},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        greeting = []
        while line := process.stdout.readline():
            greeting.append(line)
            if line.startswith("Ctrl-C"):
                break
        return process, "".join(greeting)

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def get(port, **headers):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers=headers)
    page = urllib.request.urlopen(request, timeout=30).read().decode()
    return re.sub(r'nonce="[^"]+"', "", page)


def status(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code


def answers(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_it_serves_survives_kills_and_stops_cleanly(serve, free_port, data_folder):
    process, greeting = serve()
    assert f"Undergrowth is at http://127.0.0.1:{free_port}\n" in greeting
    assert "moss-and-lichen" in greeting
    page = get(free_port)
    assert "Undergrowth" in page
    assert get(free_port, SCRIPT_NAME="/elsewhere") == page

    kill(process)
    server = EmbeddedPostgres(data_folder)
    orphan = server.cluster.postmaster()
    wait_until(lambda: not answers(free_port))

    process, _ = serve()
    assert get(free_port) == page
    assert server.cluster.postmaster() == orphan is not None

    os.kill(orphan, signal.SIGKILL)
    wait_until(lambda: server.cluster.postmaster() not in {None, orphan})
    wait_until(lambda: status(free_port) == 200)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert server.cluster.postmaster() is None
    assert not answers(free_port)


def test_a_taken_port_is_told_before_anything_starts(python, data_folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = python("-m", "config.run", DEMO="true", PORT=str(port), DATA_FOLDER=str(data_folder))
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} of 127.0.0.1 is in use by another program. "
        f"Stop it, or choose another: make run PORT={port + 1}\n"
    )
    assert not data_folder.exists()
