import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.dossier import archive, asked
from comments.dossier.whom import Whom, linked
from comments.management.arguments import add_address, address_in


class Command(BaseCommand):
    help = (
        "Write all that is held about somebody into a .zip: person.html to read, person.json for "
        "programs. Only its owner can read the file. What is in it: docs/privacy.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked.add_names(parser)
        parser.add_argument("--output", type=Path, default=Path(archive.NAME), metavar="FILE.zip")
        add_address(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = asked.each(options)
            whom = asked.together(found)
            self._write(options["output"], whom, address_in(options).rstrip("/"))
        except asked.Unknown as unknown:
            raise CommandError(str(unknown)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        self.stdout.write(f"{options['output']}")
        for name in asked.unheld(found):
            self.stderr.write(f"Nothing is held under the {name}.")
        for other in [*map(asked.told, linked(whom)), *asked.known_authors(whom)]:
            self.stderr.write(f"Not in it, but perhaps the same person: {other}")

    def _write(self, path: Path, whom: Whom, site: str) -> None:
        # Never over another file; and nobody else may read it, from its first byte on.
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(number, "wb") as file:
                archive.write(file, whom, site)
        except BaseException:
            path.unlink()
            raise
