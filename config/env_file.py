"""Write a .env for a demonstration, unless there is one."""

import secrets
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / ".env"
TEXT = """\
# Settings of this copy of the site; docs/settings.md lists them all.
# DEMO=true is for trying things on this machine. A public site removes that line.
DEMO=true
SECRET_KEY={key}
"""


def write(path: Path = PATH) -> None:
    if path.exists():
        return
    path.touch(mode=0o600)
    path.write_text(TEXT.format(key=secrets.token_urlsafe(50)))


if __name__ == "__main__":
    write()
