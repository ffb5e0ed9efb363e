import sqlite3
from argparse import ArgumentParser
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, IntegrityError, OperationalError
from tqdm import tqdm

from comments.exchange.account import KINDS
from comments.exchange.formats.files import parts_of
from comments.exchange.formats.known import FORMATS, TEXT, recognised
from comments.exchange.matching import Rule
from comments.exchange.moving_in import Bar, Done, Order, move_in
from comments.exchange.records import SourceError
from comments.exchange.staging import Wanted
from comments.exchange.undoing import UndoRefused, look, undo
from comments.management.arguments import moment, named
from comments.management.failures import database_said, disk_said, refused_said
from comments.rules import State

GOES_ON = "The same command goes on where it was."
ROOM = "TMPDIR names one with more room."


class Command(BaseCommand):
    help = (
        "Bring in articles and comments from elsewhere. Each row of the files has one outcome, "
        "kept in a ledger; the same files a second time change nothing, and an import that was "
        "stopped goes on where it was. Formats and outcomes: docs/importing.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="*", help="plain, .gz or .zip")
        parser.add_argument(
            "--format",
            choices=["auto", *FORMATS],
            default="auto",
            help=f"auto: told by the first file. {named(FORMATS)}",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report the same, and change nothing"
        )
        parser.add_argument(
            "--map", type=Path, metavar="CSV", help="lines of: address there,slug here"
        )
        parser.add_argument(
            "--articles",
            choices=[*map(str, Rule)],
            default=Rule.CREATE,
            help="of articles that are not found here by map, address or slug: create them, or "
            "take only what matches",
        )
        parser.add_argument(
            "--state",
            action="append",
            choices=[*map(str, State)],
            default=[],
            help="only these; may be given several times",
        )
        parser.add_argument(
            "--since", type=moment, metavar="DATE", help="only comments written from then on"
        )
        parser.add_argument(
            "--source", default="", help="where it is from, if the files do not say"
        )
        parser.add_argument(
            "--site", default="", metavar="NAME", help="of files of several sites, only this one"
        )
        parser.add_argument(
            "--undo", metavar="SOURCE", help="take back the newest import from there"
        )
        parser.add_argument("--slug", default="", help="text: the address, if not the title's")
        parser.add_argument("--title", default="", help="text: if not the article's first line")
        parser.epilog = (
            "Such as: manage.py import_comments --dry-run --state published --state held wp.xml.gz"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = "taken back" if options["undo"] else "stored"
        # What is said of it, wherever it ends.
        self.stands = f"Nothing was {done}."
        try:
            self._undo(options) if options["undo"] else self._import(options)
        except (SourceError, UndoRefused) as error:
            raise CommandError(f"{error}. Nothing was {done}.") from None
        except BrokenPipeError:
            raise CommandError(f"Nobody read on. {self.stands}") from None
        except OSError as error:
            raise CommandError(f"{disk_said(error)} {self.stands}") from None
        except sqlite3.OperationalError as error:
            raise CommandError(f"The temporary folder: {error}. {ROOM} {self.stands}") from None
        except (IntegrityError, DataError) as error:
            raise CommandError(f"{refused_said(error)} {self.stands}") from None
        except OperationalError as error:
            raise CommandError(f"{database_said(error)} {self.stands}") from None
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {self.stands}") from None

    def _undo(self, options: dict[str, Any]) -> None:
        if options["file"]:
            raise CommandError("--undo takes no files.")
        if options["dry_run"]:
            self._told_undone(look(options["undo"]))
            self.stderr.write("A dry run: nothing was taken back.")
            return
        undone = undo(options["undo"])
        self.stands = "All of it was taken back."
        self._told_undone(undone)

    def _import(self, options: dict[str, Any]) -> None:
        if not options["file"]:
            raise CommandError("Which file?")
        for folder in filter(Path.is_dir, options["file"]):
            raise CommandError(f"{folder} is a folder. Name its files, such as {folder / '*'}")
        name = self._format(options)
        if name != TEXT and (options["slug"] or options["title"]):
            raise CommandError("--slug and --title are for documents.")
        order = Order(
            files=options["file"],
            format=name,
            source=options["source"],
            site=options["site"],
            rule=Rule(options["articles"]),
            map=options["map"],
            wanted=Wanted(frozenset(options["state"]), options["since"]),
            title=options["title"].strip(),
            slug=options["slug"],
        )
        self.verbose = options["verbosity"] > 0
        self._told(self._moved_in(order, options["dry_run"]), options["dry_run"])

    def _moved_in(self, order: Order, is_dry: bool) -> Done:
        if is_dry:
            return move_in(order, self._bar, is_dry=True)
        self.stands = GOES_ON
        done = move_in(order, self._bar, is_dry=False)
        self.stands = "All of it was stored."
        return done

    def _format(self, options: dict[str, Any]) -> str:
        if options["format"] != "auto":
            return str(options["format"])
        file = options["file"][0]
        part = parts_of(file)[0]
        name = recognised(part)
        if not name:
            known = f"is in none of the formats that are known here: {', '.join(FORMATS)}"
            raise SourceError(part.name, known)
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

    def _told_undone(self, undone: dict[str, int]) -> None:
        for kind, name in KINDS.items():
            if kind in undone:
                self.stdout.write(f"{name:<10}{undone[kind]:>9,} taken back")
