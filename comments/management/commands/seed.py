from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from comments.exchange.store import Stored
from comments.seeding.accounts import make_demo_accounts
from comments.seeding.catalogue import catalogue
from comments.seeding.planting import plant, plant_load


class Command(BaseCommand):
    help = (
        "Fill the site with articles and conversations to look at, and in demo mode with accounts "
        "for each role. What is there already stays as it is: a second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=0, help="load data: so many articles …")
        parser.add_argument("--comments", type=int, default=0, help="… of so many comments each")
        parser.add_argument("--random-seed", type=int, default=1, help="another seed, other words")

    def handle(self, *args: Any, **options: Any) -> None:
        articles, comments = options["articles"], options["comments"]
        if min(articles, comments) < 0 or bool(articles) != bool(comments):
            raise CommandError("Load data takes both: --articles N and --comments N, from 1 up.")
        self.verbose = options["verbosity"] > 0
        now, seed = timezone.now(), options["random_seed"]
        self.tell("demonstration", (plant(plan, now) for plan in catalogue(seed)))
        if articles:
            # None: only where somebody is watching.
            hidden = None if self.verbose else True
            with tqdm(total=articles * comments, unit=" comments", disable=hidden) as bar:
                self.tell("load", plant_load(articles, comments, seed, now, bar.update))
        if settings.DEMO:
            self.say(f"accounts: {make_demo_accounts()} new")

    def tell(self, what: str, planted: Iterable[Stored | None]) -> None:
        results = list(planted)
        made = [stored for stored in results if stored is not None]
        comments, threads = (sum(counts) for counts in zip(*made, strict=True)) if made else (0, 0)
        kept = len(results) - len(made)
        self.say(
            f"{what}: {len(made)} new articles, {comments:,} comments in {threads:,} threads, "
            f"{kept} articles were there already"
        )

    def say(self, message: str) -> None:
        if self.verbose:
            self.stdout.write(message)
