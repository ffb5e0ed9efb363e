"""All that is held about a person as one .zip: JSON for programs, and a page to read.

A row after the other, so that neither memory holds it nor the size matters.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.utils import timezone

from comments.dossier import page
from comments.dossier.gathering import Section, sections
from comments.dossier.names import names_of
from comments.dossier.whom import Whom

VERSION = 1
NAME = "person.zip"

Write = Callable[[str], object]


def write(target: IO[bytes], whom: Whom, site: str = "") -> None:
    """`site` is the site's own address, such as https://example.org, if it is known."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive, TemporaryFile("w+b") as aside:
        head = _head(whom)
        with (
            archive.open("person.json", "w", force_zip64=True) as file,
            _text(file) as data,
            _text(aside) as shown,
        ):
            held = _write(data, shown, head, sections(whom, site))
        aside.seek(0)
        with archive.open("person.html", "w", force_zip64=True) as file:
            file.write(page.begin(head, is_empty=not held).encode())
            copyfileobj(aside, file)
            file.write(page.END.encode())


def _write(data: Write, shown: Write, head: dict[str, Any], held: Iterator[Section]) -> int:
    """How many rows that were."""
    data(_json(head)[:-2])
    total = 0
    for name, rows in held:
        data(f",\n {json.dumps(name)}: [")
        shown(page.heading(name))
        count = 0
        for count, row in enumerate(rows, start=1):
            data((",\n" if count > 1 else "\n") + _json(row))
            shown(page.item(name, row))
        data("]")
        shown(page.closing(count))
        total += count
    data("\n}\n")
    return total


def _head(whom: Whom) -> dict[str, Any]:
    return {
        "understory_person": VERSION,
        "site": settings.SITE_NAME,
        "made_at": timezone.now(),
        "known_by": names_of(whom),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@contextmanager
def _text(file: IO[bytes]) -> Iterator[Write]:
    """Writes text, and leaves the file open."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        yield text.write
    finally:
        text.detach()
