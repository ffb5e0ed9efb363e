from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Article
from comments.integrity import check, repair
from comments.tree.check import Finding


class Command(BaseCommand):
    help = (
        "Checks every thread's tree, numbers and counters, and the queue; exits with 1 if broken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--article", metavar="SLUG", help="check this article's comments only")
        choice.add_argument(
            "--repair",
            action="store_true",
            help="mend what is broken, and check again; nobody can write meanwhile",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            before, findings = repair()
            self._report(before)
            self.stdout.write("\nAfter the repair:\n")
        else:
            findings = check(_article_id(options["article"]))
        self._report(findings)
        if broken := sum(finding.broken for finding in findings):
            raise CommandError(f"{broken} broken")

    def _report(self, findings: list[Finding]) -> None:
        for kind, broken, examples in findings:
            shown = ", ".join(map(str, examples)) + (", …" if broken > len(examples) else "")
            self.stdout.write(f"{kind:<16} {broken:>9}  {shown}".rstrip())


def _article_id(slug: str | None) -> int | None:
    if slug is None:
        return None
    found = Article.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"no article {slug}")
    return found
