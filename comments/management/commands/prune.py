from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comments.pruning import AT_ONCE, STEPS, Step


class Command(BaseCommand):
    help = (
        "Delete what has expired: hashes of addresses, counts of limits, sketches of texts, "
        "sessions; and take the words of spam away after SPAM_DAYS. Run it every night."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would go; nothing is changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for step in STEPS:
            self._do(step, options)

    def _do(self, step: Step, options: dict[str, Any]) -> None:
        gone = 0
        try:
            for some in [step.due()] if options["dry_run"] else step.go(AT_ONCE):
                gone += some
        finally:
            # Also of what was stopped half-way: it stays done.
            if options["verbosity"]:
                self.stdout.write(f"{gone:>9,} {step.done}")
