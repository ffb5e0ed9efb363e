from argparse import ArgumentParser
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone
from tqdm import tqdm

from comments.exchange import text
from comments.exchange.document import MalformedDocumentError, ParsedThread
from comments.exchange.formats.files import parts_of
from comments.exchange.formats.known import FORMATS, recognised
from comments.exchange.imports import Imported, ImportRefusedError, import_thread
from comments.exchange.matching import Rule
from comments.exchange.moving_in import Bar, Done, Order, move_in
from comments.exchange.records import SourceError
from comments.exchange.staging import Wanted
from comments.exchange.undoing import Undone, UndoRefused, undo
from comments.rules import State

TEXT = "text"
# More is no document that somebody typed.
LONGEST_TEXT = 50_000_000


class Command(BaseCommand):
    help = (
        "Bring in articles and comments from elsewhere. Each row of the files has one outcome, "
        "kept in a ledger; the same files a second time change nothing, and an import that was "
        "stopped goes on where it was. Formats and outcomes: docs/importing.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="*", help="plain, .gz or .zip")
        parser.add_argument("--format", choices=["auto", *FORMATS, TEXT], default="auto")
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
        if name == TEXT:
            self._text(options)
            return
        order = Order(
            files=options["file"],
            format=name,
            source=options["source"],
            rule=Rule(options["articles"]),
            map=options["map"],
            wanted=Wanted(frozenset(options["state"]), options["since"]),
        )
        self.verbose = options["verbosity"] > 0
        self._told(move_in(order, self._bar, is_dry=options["dry_run"]), options["dry_run"])

    def _format(self, options: dict[str, Any]) -> str:
        if options["format"] != "auto":
            return str(options["format"])
        file = options["file"][0]
        part = parts_of(file)[0]
        name = recognised(part) or (TEXT if text.is_it(part.head()) else "")
        if not name:
            raise SourceError(part.name, "is in none of the formats that are known here")
        if name in FORMATS:
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

    def _text(self, options: dict[str, Any]) -> None:
        file, dry_run = options["file"][0], options["dry_run"]
        parsed = self._parsed(file)
        title = options["title"].strip() or text.title_of(parsed.article_text)
        try:
            imported = import_thread(
                parsed, title, options["slug"], timezone.now(), dry_run=dry_run
            )
        except ImportRefusedError as refused:
            raise CommandError(f"{file}: {refused}. Nothing was stored.") from None
        except ValidationError as invalid:
            what = "; ".join(invalid.messages)
            raise CommandError(f"{file}: {what} Nothing was stored.") from None
        self._report_text(parsed, imported, dry_run=dry_run)

    def _parsed(self, file: Path) -> ParsedThread:
        read = b""
        for piece in parts_of(file)[0].pieces():
            read += piece
            if len(read) > LONGEST_TEXT:
                raise SourceError(str(file), f"is longer than {LONGEST_TEXT:,} bytes")
        try:
            return text.parse(read)
        except MalformedDocumentError as malformed:
            raise CommandError(f"{file}: nothing was stored.\n{malformed}") from None

    def _report_text(self, parsed: ParsedThread, imported: Imported, *, dry_run: bool) -> None:
        article = imported.article
        self.stdout.write(f"{article.title}\n{article.get_absolute_url()}\n\n")
        counts = {
            "articles": 1,
            "comments": len(parsed.comments),
            "threads": parsed.threads,
            "replies": parsed.replies,
            "notices": len(parsed.notices),
        }
        for what, count in counts.items():
            self.stdout.write(f"{what:<9}{count:>6}")
        for notice in parsed.notices:
            self.stdout.write(f"  {notice}")
        if not imported.is_new:
            self.stdout.write("\nAll of it was there already: nothing was changed.")
        elif dry_run:
            self.stdout.write("\nA dry run: nothing was stored.")


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
