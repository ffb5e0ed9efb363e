from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from comments.spam.evaluation import (
    FALSE_POSITIVES,
    HAM_TO_PROVE_IT,
    Evaluation,
    Outcome,
    TooFewError,
    evaluate,
)
from comments.spam.labelled import UnreadableError, read

THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
HEADINGS = ("threshold", "precision", "recall", "false positives")


def threshold(given: str) -> float:
    value = float(given)
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{given} is not between 0 and 1")
    return value


def folds(given: str) -> int:
    value = int(given)
    if value < 2:  # noqa: PLR2004
        raise ArgumentTypeError("it takes two folds or more")
    return value


class Command(BaseCommand):
    help = (
        "Measure the spam filter on labelled texts by cross-validation: how much spam it would "
        "find, and how many others it would take for spam. Nothing is stored, and what the site's "
        "own filter has learned is not asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with a line of headings, in UTF-8")
        parser.add_argument("--text", default="text", metavar="COLUMN")
        parser.add_argument("--label", default="label", metavar="COLUMN")
        parser.add_argument("--threshold", type=threshold, default=0.9)
        parser.add_argument("--folds", type=folds, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = self.evaluated(**options)
        except (UnreadableError, TooFewError) as error:
            raise CommandError(f"{options['file']}: {error}") from None
        self.report(found, options["threshold"])

    def evaluated(self, **options: Any) -> Evaluation:
        examples = read(options["file"], options["text"], options["label"])
        # None: only where somebody is watching.
        hidden = None if options["verbosity"] else True
        with tqdm(total=2 * len(examples), unit=" texts", disable=hidden) as bar:
            return evaluate(examples, options["folds"], bar.update)

    def report(self, found: Evaluation, chosen: float) -> None:
        self.stdout.write(f"{len(found.spam)} spam, {len(found.ham)} ham\n\n")
        self.stdout.write("{:>9}  {:>9}  {:>18}  {:>20}".format(*HEADINGS))
        for value in sorted({chosen, *THRESHOLDS}):
            self.line(found.at(value), mark=" <" if value == chosen else "")
        self.stdout.write(f"\nAt most {FALSE_POSITIVES:.1%} false positives:")
        if safest := found.safest():
            self.line(safest)
        else:
            self.stdout.write("at no threshold")
        if len(found.ham) < HAM_TO_PROVE_IT:
            self.stdout.write(f"It takes {HAM_TO_PROVE_IT} ham or more to be sure of so few.")

    def line(self, outcome: Outcome, mark: str = "") -> None:
        recall = f"{outcome.recall:.1%} ({outcome.spam_flagged})"
        wrong = f"{outcome.false_positives:.2%} ({outcome.ham_flagged})"
        figures = f"{outcome.precision:>9.1%}  {recall:>18}  {wrong:>20}"
        self.stdout.write(f"{outcome.threshold:>9}  {figures}{mark}")
