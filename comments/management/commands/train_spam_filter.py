from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from comments.spam.memory import forget
from comments.spam.training import to_learn, train


class Command(BaseCommand):
    help = (
        "Teach the spam filter all that moderators have decided: spam, and as ham what they have "
        "published or what has stood for 30 days. What it knows already is not learned again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="forget everything first; until it is done the filter knows less",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            forget()
        # None: only where somebody is watching.
        hidden = None if options["verbosity"] else True
        with tqdm(total=to_learn(), unit=" comments", disable=hidden) as bar:
            learned = train(bar.update)
        if options["verbosity"]:
            self.stdout.write(f"{learned:,} comment{'' if learned == 1 else 's'} learned")
