import os
import shlex
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from config.embedded_postgres.places import SOCKET, EmbeddedPostgresError, Places

# The database, its role, and the map from accounts of the machine to it.
NAME = "understory"
# Replaying the log after a power cut takes minutes at the worst.
PATIENCE = 300
# A server process that outlived a killed postmaster ends at its next look at the pipe.
GRACE = 10
LARGEST_LOG = 5_000_000
OPTIONS = [
    "-c", "listen_addresses=",
    "-c", "unix_socket_permissions=0700",
    # Long queries of a killed process end soon after it.
    "-c", "client_connection_check_interval=5s",
]  # fmt: skip


class Cluster:
    """The server's data and process. Its callers see to it that one of them acts at a time."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def start(self) -> None:
        self._bury_leftovers()
        self._ensure_cluster()
        self._write_access_rules()
        self._turn_log_over()
        options = ["-k", str(self.places.socket_folder), *OPTIONS]
        log = ["-l", str(self.places.log)]
        wait = ["-w", "-t", str(PATIENCE)]
        self._run("pg_ctl", "start", "-s", *self._where(), *log, *wait, "-o", shlex.join(options))

    def stop(self) -> None:
        if self.postmaster() is not None:
            self._run("pg_ctl", "stop", "-s", *self._where(), "-m", "fast", "-t", str(PATIENCE))

    def _where(self) -> list[str]:
        return ["-D", str(self.places.data)]

    def postmaster(self) -> int | None:
        """The process that serves these data. Its number alone may be another's by now."""
        number = self._noted_postmaster()
        return number if number and _works_in(number, self.places.data) else None

    def _noted_postmaster(self) -> int | None:
        with suppress(OSError, ValueError, IndexError):
            return int((self.places.data / "postmaster.pid").read_text().split()[0])
        return None

    def _bury_leftovers(self) -> None:
        """Clear what a killed server left, so that the next one starts without a hand."""
        data = self.places.data
        left = [process for process in psutil.process_iter() if _works_in(process.pid, data)]
        for process in psutil.wait_procs(left, timeout=GRACE)[1]:
            process.kill()
        number = self._noted_postmaster()
        # PostgreSQL takes any living process of that number for its postmaster.
        if number and psutil.pid_exists(number):
            (data / "postmaster.pid").unlink()
        for name in (SOCKET, f"{SOCKET}.lock"):
            (self.places.socket_folder / name).unlink(missing_ok=True)

    def _ensure_cluster(self) -> None:
        if self.places.data.exists():
            return
        # Built aside, so that a kill half way leaves nothing that looks finished.
        draft = self.places.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        # The builtin locale sorts the same on every machine and knows all letters' cases.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = [f"--username={NAME}", "--auth-local=peer", "--auth-host=reject"]
        self._run(
            "initdb", "-D", str(draft), "--encoding=UTF8", "--data-checksums", *locale, *access
        )
        draft.rename(self.places.data)

    def _write_access_rules(self) -> None:
        accounts = {self.places.account.pw_name, "root"}
        rules = [f'{NAME} "{account}" {NAME}\n' for account in sorted(accounts)]
        (self.places.data / "pg_hba.conf").write_text(f"local all all peer map={NAME}\n")
        (self.places.data / "pg_ident.conf").write_text("".join(rules))

    def _turn_log_over(self) -> None:
        log = self.places.log
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_name("log.old"))

    def _run(self, program: str, *arguments: str) -> None:
        account = self.places.account
        identity: dict[str, Any] = {}
        if os.geteuid() != account.pw_uid:
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [self.places.programs / program, *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.places.home,
            # Nothing such as PGDATA or a locale of the caller reaches the server.
            env={"LC_ALL": "C", "PATH": os.defpath},
            umask=0o077,
            **identity,
        )
        if done.returncode:
            raise EmbeddedPostgresError(
                f"{program} failed: {done.stderr.strip()}\nIts log is {self.places.log}"
            )


def _works_in(number: int, folder: Path) -> bool:
    with suppress(psutil.Error):
        process = psutil.Process(number)
        return bool(process.name() == "postgres" and process.cwd() == str(folder))
    return False
