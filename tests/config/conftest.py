import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

# What a public site must set, and nothing of this machine's.
PUBLIC = {
    "PATH": os.environ["PATH"],
    "ENV_FILE": "",
    "ALLOWED_HOSTS": "example.org",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}


@pytest.fixture(scope="session")
def open_folder():
    """A folder through which other accounts may pass, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="understory"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data_folder(open_folder, request):
    folder = open_folder / request.node.name.split("[")[0]
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def python():
    """Run Python in the project with just these variables."""

    def run(*arguments, **variables):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={name: value for name, value in (PUBLIC | variables).items() if value is not None},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
