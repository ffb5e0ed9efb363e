from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from comments.management.failures import database_said
from comments.pruning import AT_ONCE, STEPS, Step

GOES_ON = "What is gone stays gone; the next run goes on from there."


class Command(BaseCommand):
    help = (
        "Delete what has expired: hashes of addresses, counts of limits, sketches of texts, "
        "sessions; delete abandoned uploads after IMPORT_DAYS; and take the words of spam away "
        "after SPAM_DAYS. Run it every night."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would go; nothing is changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for step in STEPS:
                self._do(step, options)
        except OperationalError as error:
            raise CommandError(f"{database_said(error)} {GOES_ON}") from None
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {GOES_ON}") from None
        if options["dry_run"]:
            self.stderr.write("A dry run: nothing was changed.")

    def _do(self, step: Step, options: dict[str, Any]) -> None:
        gone = 0
        try:
            for some in [step.due()] if options["dry_run"] else step.go(AT_ONCE):
                gone += some
        except BaseException:
            # What was stopped half-way stays done.
            if gone:
                self._tell(step, gone, options)
            raise
        self._tell(step, gone, options)

    def _tell(self, step: Step, gone: int, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(step.told(gone, is_dry=options["dry_run"]))
