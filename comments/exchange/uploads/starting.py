import os
import subprocess
import sys
import threading
from contextlib import suppress

from django.conf import settings

COMMAND = "carry_out_upload"
# Readers come first.
NICENESS = 10


def start(upload_id: int, attempt: int) -> None:
    """Let a process of its own do it, which outlives the one that serves pages.

    It is given nothing but numbers, and finds the database as we did.
    """
    process = subprocess.Popen(
        [sys.executable, "manage.py", COMMAND, str(int(upload_id)), str(int(attempt))],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # Out of reach of what ends the server: a closed terminal, Ctrl-C, a new worker.
        start_new_session=True,
    )
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    # Somebody has to ask how it ended, or it stays in the table of processes.
    threading.Thread(target=process.wait, daemon=True).start()
