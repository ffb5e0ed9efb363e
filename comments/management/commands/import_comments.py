from argparse import ArgumentParser
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from tqdm import tqdm

from comments.exchange.formats.files import parts_of
from comments.exchange.formats.known import FORMATS, TEXT, recognised
from comments.exchange.matching import Rule
from comments.exchange.moving_in import Bar, Done, Order, move_in
from comments.exchange.records import SourceError
from comments.exchange.staging import Wanted
from comments.exchange.undoing import Undone, UndoRefused, undo
from comments.rules import State


class Command(BaseCommand):
    help = (
        "Bring in articles and comments from elsewhere. Each row of the files has one outcome, "
        "kept in a ledger; the same files a second time change nothing, and an import that was "
        "stopped goes on where it was. Formats and outcomes: docs/importing.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="*", help="plain, .gz or .zip")
        parser.add_argument("--format", choices=["auto", *FORMATS], default="auto")
        parser.add_argument(
            "--dry-run", action="store_true", help="report the same, and store nothing"
        )
        parser.add_argument(
            "--map", type=Path, metavar="CSV", help="lines of: address there,slug here"
        )
        parser.add_argument(
            "--articles",
            choices=list(Rule),
            default=Rule.CREATE,
            help="of articles that are not found here by map, address or slug: create them, or "
            "take only what matches",
        )
        parser.add_argument(
            "--state", action="append", choices=list(State), default=[], help="only these"
        )
        parser.add_argument(
            "--since", type=_moment, metavar="DATE", help="only comments written from then on"
        )
        parser.add_argument(
            "--source", default="", help="where it is from, if the files do not say"
        )
        parser.add_argument(
            "--undo", metavar="SOURCE", help="take back the newest import from there"
        )
        parser.add_argument("--slug", default="", help="text: the address, if not the title's")
        parser.add_argument("--title", default="", help="text: if not the article's first line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(options)
        except (SourceError, UndoRefused) as error:
            raise CommandError(f"{error}. Nothing was stored.") from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        except IntegrityError:
            raise CommandError(
                "Somebody else stored the same meanwhile. The same command goes on where it was."
            ) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. The same command goes on where it was.") from None

    def _handle(self, options: dict[str, Any]) -> None:
        if options["undo"]:
            self._told_undone(undo(options["undo"]))
            return
        if not options["file"]:
            raise CommandError("Which file?")
        name = self._format(options)
        if name != TEXT and (options["slug"] or options["title"]):
            raise CommandError("--slug and --title are for documents.")
        order = Order(
            files=options["file"],
            format=name,
            source=options["source"],
            rule=Rule(options["articles"]),
            map=options["map"],
            wanted=Wanted(frozenset(options["state"]), options["since"]),
            title=options["title"].strip(),
            slug=options["slug"],
        )
        self.verbose = options["verbosity"] > 0
        self._told(move_in(order, self._bar, is_dry=options["dry_run"]), options["dry_run"])

    def _format(self, options: dict[str, Any]) -> str:
        if options["format"] != "auto":
            return str(options["format"])
        file = options["file"][0]
        part = parts_of(file)[0]
        name = recognised(part)
        if not name:
            raise SourceError(part.name, "is in none of the formats that are known here")
        self.stdout.write(f"Taken for: {FORMATS[name].name} ({name})")
        return name

    def _bar(self, what: str, total: int | None) -> AbstractContextManager[Bar]:
        # None: only where somebody is watching.
        hidden = None if self.verbose else True
        return tqdm(desc=what, total=total, unit=" rows", disable=hidden)

    def _told(self, done: Done, is_dry: bool) -> None:
        self.stdout.write(f"Source: {done.source}\n\n")
        for line in done.account.lines():
            self.stdout.write(line)
        if done.goes_on:
            self.stderr.write("An import that was stopped went on.")
        if is_dry:
            self.stderr.write("A dry run: nothing was stored.")

    def _told_undone(self, undone: Undone) -> None:
        self.stdout.write(f"articles  {undone.articles:>9,} taken back")
        self.stdout.write(f"comments  {undone.comments:>9,} taken back")


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
