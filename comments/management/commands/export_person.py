import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from comments.dossier import archive, asked
from comments.dossier.whom import Whom, linked
from comments.management.arguments import add_address, address_in
from comments.management.failures import database_said, disk_said


class Command(BaseCommand):
    help = (
        "Write all that is held about somebody into a .zip: person.html to read, person.json for "
        "programs. Only its owner can read the file. What is in it: docs/privacy.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked.add_names(parser)
        parser.add_argument(
            "--output",
            type=Path,
            default=Path(archive.NAME),
            metavar="FILE.zip",
            help=f"{archive.NAME} if none is named; never written over another file",
        )
        add_address(parser)
        parser.epilog = (
            "Such as: manage.py export_person --account ada --email ada@example.org "
            "--email ada@example.com --output ada.zip"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["output"]
        try:
            found = asked.each(options)
            whom = asked.together(found)
            self._write(path, whom, address_in(options).rstrip("/"))
        except asked.Unknown as unknown:
            raise CommandError(str(unknown)) from None
        except FileExistsError:
            raise CommandError(_taken(path)) from None
        except OSError as error:
            raise CommandError(f"{disk_said(error, path)} Nothing was written.") from None
        except OperationalError as error:
            raise CommandError(f"{database_said(error)} Nothing was written.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        self.stdout.write(f"{path}")
        self._told(whom, asked.unheld(found))

    def _write(self, path: Path, whom: Whom, site: str) -> None:
        # Never over another file; and nobody else may read it, from its first byte on.
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "wb") as file:
                archive.write(file, whom, site)
        except BaseException:
            path.unlink()
            raise

    def _told(self, whom: Whom, unheld: list[str]) -> None:
        for name in unheld:
            self.stderr.write(f"Nothing is held under the {name}.")
        for other in [*map(asked.told, linked(whom)), *asked.known_authors(whom)]:
            self.stderr.write(f"Not in it, but perhaps the same person: {other}")


def _taken(path: Path) -> str:
    if path.is_dir():
        return f"{path} is a folder. Name a file in it, such as {path / archive.NAME}"
    return f"{path} is there already, and is not written over. Name another file."
