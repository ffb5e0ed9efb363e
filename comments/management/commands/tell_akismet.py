from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comments.spam.akismet import Unanswered
from comments.spam.telling import tell


class Command(BaseCommand):
    help = (
        "Tell Akismet which comments of guests moderators have decided otherwise than it did, "
        "since the last time. The first time only says where to begin."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.AKISMET_KEY:
            raise CommandError("AKISMET_KEY is not set.")
        told: Counter[bool] = Counter()
        try:
            for tale in tell():
                told[tale.is_spam] += 1
        except Unanswered as error:
            raise CommandError(f"{_said(told)}, then it failed: {error}") from error
        if options["verbosity"]:
            self.stdout.write(_said(told))


def _said(told: Counter[bool]) -> str:
    return f"{told[True]:,} told as spam, {told[False]:,} as no spam"
