"""Where uploaded files lie: in a folder for each upload, numbered. How they were called is data."""

import os
import re
import shutil
from pathlib import Path

from django.conf import settings

MAP = "map"
# Of files on their way in.
COMING = "coming-"
ID = re.compile("[0-9]{12,19}")


def home() -> Path:
    """Readable by nobody else if we make it; one that is there keeps the rights that it has."""
    settings.IMPORT_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(settings.IMPORT_FOLDER)


def folder_of(upload_id: int) -> Path:
    return Path(settings.IMPORT_FOLDER) / str(int(upload_id))


def files_of(upload_id: int, count: int) -> list[Path]:
    return [folder_of(upload_id) / str(number) for number in range(count)]


def keep(upload_id: int, files: list[str], chart: str = "") -> None:
    """Move what was received to where it stays. It is the same disk: nothing is copied."""
    folder = folder_of(upload_id)
    folder.mkdir(mode=0o700)
    for received, place in zip(files, files_of(upload_id, len(files)), strict=True):
        os.replace(received, place)  # noqa: PTH105 - a plain name
    if chart:
        os.replace(chart, folder / MAP)  # noqa: PTH105


def forget(upload_id: int) -> None:
    shutil.rmtree(folder_of(upload_id), ignore_errors=True)


def forget_others(known: set[int], before: float) -> None:
    """What we made and no upload knows: half-received files of a process that was killed."""
    if not settings.IMPORT_FOLDER.is_dir():
        return
    for entry in list(settings.IMPORT_FOLDER.iterdir()):
        if entry.is_symlink() or entry.lstat().st_mtime >= before:
            continue
        if entry.name.startswith(COMING) and entry.is_file():
            entry.unlink(missing_ok=True)
        elif ID.fullmatch(entry.name) and int(entry.name) not in known and entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
