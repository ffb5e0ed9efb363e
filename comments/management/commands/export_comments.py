from argparse import ArgumentParser
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from tqdm import tqdm

from comments.exchange.exporting.known import FORMATS
from comments.exchange.exporting.output import NoFile, into, onto
from comments.exchange.exporting.scope import Impossible, Scope, Wish
from comments.exchange.exporting.snapshot import snapshot
from comments.management.arguments import add_address, address_in, moment, named
from comments.management.failures import database_said, disk_said


class Command(BaseCommand):
    help = (
        "Write articles and comments as they are at this moment. The lines of JSON leave nothing "
        "out and can be imported as they were; what other formats cannot say: docs/exporting.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--format", choices=FORMATS, default="jsonl", help=f"{named(FORMATS)}; jsonl if none"
        )
        parser.add_argument(
            "--output",
            type=Path,
            metavar="FILE",
            help="written over if it is there, packed if it ends with .gz; none: to the screen",
        )
        parser.add_argument(
            "--article",
            action="append",
            default=[],
            metavar="SLUG",
            help="only this one; may be given several times",
        )
        parser.add_argument(
            "--since",
            type=moment,
            metavar="DATE",
            help="only comments written or changed from then on, and those above them",
        )

        parser.add_argument(
            "--all-states",
            action="store_true",
            help="wxr and disqus: with what is held, spam, removed or withdrawn",
        )
        add_address(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        address = address_in(options)
        wish = Wish(tuple(options["article"]), options["since"], options["all_states"], address)
        counts: Counter[str] = Counter()
        try:
            with self._opened(options["output"]) as file, snapshot():
                self._write(file, options, wish, counts)
        except (Impossible, NoFile) as error:
            raise CommandError(f"{error} Nothing was written.") from None
        except BrokenPipeError:
            raise CommandError("Nobody read on: the export is not complete.") from None
        except OSError as error:
            raise CommandError(f"{disk_said(error)} Nothing was written.") from None
        except OperationalError as error:
            raise CommandError(f"{database_said(error)} Nothing was written.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        self._told(counts, options)

    def _opened(self, path: Path | None) -> AbstractContextManager[TextIO]:
        return into(path) if path else onto(cast("IO[bytes]", self.stdout.buffer))

    def _write(
        self, file: TextIO, options: dict[str, Any], wish: Wish, counts: Counter[str]
    ) -> None:
        scope = Scope(wish)
        # None: only where somebody is watching.
        hidden = None if options["verbosity"] else True
        with tqdm(desc="writing", unit=" rows", disable=hidden) as bar:

            def count(kind: str) -> None:
                counts[kind] += 1
                bar.update(1)

            file.writelines(FORMATS[options["format"]](scope, count))

    def _told(self, counts: Counter[str], options: dict[str, Any]) -> None:
        if options["verbosity"]:
            for kind, number in counts.items():
                self.stderr.write(f"{kind + 's':<10}{number:>10,}")
