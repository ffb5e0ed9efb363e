"""What is run, how long and where; each field can be set by a variable of the environment."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent.parent
# Load goes to this machine alone.
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Options:
    """`SIZES="100 10000" SECONDS=2 make bench` sets two of them."""

    sizes: tuple[int, ...] = (100, 1_000, 10_000, 100_000)
    connections: tuple[int, ...] = (1, 8, 32)
    # Of each side in each of so many pairs of rounds.
    seconds: float = 1.0
    rounds: int = 3
    # A round of writing also ends after so many.
    writes: int = 300
    shapes: tuple[str, ...] = ("spread", "one")
    parts: tuple[str, ...] = ("reads", "writes")
    folder: str = "var/bench"

    @classmethod
    def from_environment(cls, variables: Mapping[str, str], default: "Options") -> "Options":
        given: dict[str, Any] = {
            field.name: _parsed(variables[name], getattr(default, field.name))
            for field in fields(cls)
            if (name := field.name.upper()) in variables
        }
        return replace(default, **given)

    @property
    def data_folder(self) -> Path:
        # A folder of its own in any folder: its database is dropped at each start.
        return BASE / self.folder / "understory-bench"

    def site_environment(self) -> dict[str, str]:
        """A public site behind a proxy that speaks HTTPS, with a database of its own."""
        return {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ENV_FILE": "",
            "DEMO": "",
            "DEBUG": "",
            "DATABASE_URL": "",
            "DATA_FOLDER": str(self.data_folder),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "SECURE_PROXY_SSL_HEADER": "HTTP_X_FORWARDED_PROTO,https",
            "LOG_LEVEL": "WARNING",
            # All its visitors have one address: they are counted, and never too many.
            "LIMIT_POSTING": "999999999/60, 999999999/60",
        }


QUICK = Options(sizes=(100, 10_000), connections=(8,), seconds=0.4, rounds=2, writes=60)


def _parsed(text: str, like: Any) -> Any:
    if isinstance(like, tuple):
        words = text.replace(",", " ").split()
        return tuple(type(like[0])(word) for word in words)
    return type(like)(text)
