from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from comments.exchange import text
from comments.exchange.document import MalformedDocumentError, ParsedThread
from comments.exchange.imports import Imported, ImportRefusedError, import_thread

FORMATS: dict[str, Callable[[bytes], ParsedThread]] = {"text": text.parse}


class Command(BaseCommand):
    help = (
        "Store an article and its comments from a file, all or nothing. The same file a second "
        "time changes nothing. The text layout holds no title and no times: the title is the "
        "article's first line, and comments are dated a minute apart, the last one now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, default="text")
        parser.add_argument("--slug", default="", help="the article's address, if not its title's")
        parser.add_argument("--title", default="", help="if not the article's first line")
        parser.add_argument(
            "--dry-run", action="store_true", help="report the same, and store nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file, dry_run = options["file"], options["dry_run"]
        parsed = self.parsed(file, FORMATS[options["format"]])
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
        except IntegrityError:
            raise CommandError(f"{file}: stored meanwhile by somebody else. Run again.") from None
        self.report(parsed, imported, dry_run=dry_run)

    def parsed(self, file: Path, parse: Callable[[bytes], ParsedThread]) -> ParsedThread:
        try:
            return parse(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        except MalformedDocumentError as malformed:
            raise CommandError(f"{file}: nothing was stored.\n{malformed}") from None

    def report(self, parsed: ParsedThread, imported: Imported, *, dry_run: bool) -> None:
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
