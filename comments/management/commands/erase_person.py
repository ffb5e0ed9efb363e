from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from comments import actions
from comments.dossier import asked
from comments.dossier.accounts import staff_among
from comments.dossier.counting import counts_of
from comments.dossier.whom import Whom, linked
from comments.management.failures import database_said
from comments.models import Erasure
from comments.rules import Refusal
from comments.wording import REFUSALS

UNHELD = "Nothing is held under the {}."


class Command(BaseCommand):
    help = (
        "Erase what tells who somebody is, from everything that is kept; with --words what they "
        "wrote too. Comments keep their places. It cannot be undone: docs/privacy.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked.add_names(parser)
        parser.add_argument("--words", action="store_true", help="their words too")
        parser.add_argument(
            "--even-staff", action="store_true", help="even the account of one who moderates"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased")
        parser.add_argument("--yes", action="store_true", help="do not ask to type a name again")
        parser.epilog = (
            "Such as: manage.py erase_person --account ada --email ada@example.org "
            "--email ada@example.com --dry-run"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = asked.each(options)
            whom = asked.together(found)
            self._look(found, whom, options)
            erasure = None if options["dry_run"] else self._erase(whom, options)
        except asked.Unknown as unknown:
            raise CommandError(str(unknown)) from None
        except OperationalError as error:
            # It may have been done just before: then there is nothing to do any more.
            raise CommandError(f"{database_said(error)} Run it again.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was erased.") from None
        if erasure:
            self._done(erasure, whom)
        else:
            self.stderr.write("A dry run: nothing was erased.")

    def _look(self, found: list[Whom], whom: Whom, options: dict[str, Any]) -> None:
        """What would go, and whether that is meant."""
        if not options["even_staff"] and staff_among(whom):
            raise CommandError(f"{REFUSALS[Refusal.MODERATES]} Or say --even-staff.")
        counts = counts_of(whom, words=options["words"])
        if not counts:
            raise CommandError(" ".join(_why_nothing(found)))
        self._told(counts, whom, asked.unheld(found))
        if not options["yes"] and not options["dry_run"]:
            self._make_sure(asked.first_named(options))

    def _make_sure(self, name: str) -> None:
        self.stderr.write(f"This cannot be undone. To go on, type again: {name}")
        try:
            typed = input()
        except EOFError:
            typed = ""
        if typed.strip() != name:
            raise CommandError("That is not the same. Nothing was erased.")

    def _erase(self, whom: Whom, options: dict[str, Any]) -> Erasure:
        try:
            return actions.erase(whom, words=options["words"], even_staff=options["even_staff"])
        except actions.Refused:
            raise CommandError("Nothing is held about them.") from None

    def _done(self, erasure: Erasure, whom: Whom) -> None:
        self.stdout.write(f"\nErased; recorded without their name as erasure {erasure.pk}.")
        if counts_of(whom, words=False):
            self.stderr.write("More was written meanwhile: run it again.")

    def _told(self, counts: dict[str, int], whom: Whom, unheld: list[str]) -> None:
        for what, count in counts.items():
            self.stdout.write(f"{what:<30}{count:>10,}")
        for name in unheld:
            self.stderr.write(UNHELD.format(name))
        for other in [*map(asked.told, linked(whom)), *asked.known_authors(whom)]:
            self.stderr.write(f"Not meant, but perhaps the same person: {other}")


def _why_nothing(found: list[Whom]) -> list[str]:
    said = [UNHELD.format(name) for name in asked.unheld(found)]
    left = ["Only their words are left, and --words erases them."]
    return [*(said if len(said) == len(found) else left), "Nothing was erased."]
