import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.dossier import archive, asked
from comments.dossier.whom import Whom, linked


class Command(BaseCommand):
    help = (
        "Write all that is held about somebody into a .zip: person.html to read, person.json for "
        "programs. Only its owner can read the file. What is in it: docs/privacy.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked.add_names(parser)
        parser.add_argument("--output", type=Path, default=Path(archive.NAME), metavar="FILE.zip")
        parser.add_argument(
            "--site", default="", metavar="ADDRESS", help="such as https://example.org, for links"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            whom = asked.whom(options)
            self._write(options["output"], whom, options["site"].rstrip("/"))
        except asked.Unknown as unknown:
            raise CommandError(str(unknown)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        self.stdout.write(f"{options['output']}")
        for other in linked(whom):
            self.stderr.write(f"Not in it, but the same e-mail address: {asked.told(other)}")

    def _write(self, path: Path, whom: Whom, site: str) -> None:
        # Never over another file; and nobody else may read it, from its first byte on.
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "wb") as file:
                archive.write(file, whom, site)
        except BaseException:
            path.unlink()
            raise
