"""Days on which something happened, and what the dashboard tells of them."""

from comments import actions, waiting
from comments.models import Flag, Rule
from comments.rules import Suspicion, Verb
from tests.cast import alice, guest, mod, say
from tests.moderation.desk import DASHBOARD
from tests.pages import flat, soup

WEEK = f"{DASHBOARD}?days=7"


def held(article, *by: str | Rule):
    """Held by signs, or by rules."""
    found = [
        Suspicion(one.kind, "3", one.pk, one.name) if isinstance(one, Rule) else Suspicion(one, "3")
        for one in by
    ]
    return actions.post(article, guest(), "Words.", suspicions=found).comment


def flag(comment):
    Flag.objects.create(
        article_id=comment.article_id, comment=comment, author=alice(), reason="abuse"
    )
    waiting.refresh([comment.pk])


def decide(verb, comment, moderator=None, **options):
    return actions.moderate(verb, comment.pk, moderator or mod(), **options)


def three_days(clock, article):
    """Three days; it is now the tenth of March, a Tuesday."""
    clock.go("2026-03-08 09:00")
    ada, ben = say(article, "Ada", "Hello."), held(article, "links")
    clock.go("2026-03-08 11:00")
    decide(Verb.PUBLISH, ben)
    clock.go("2026-03-09 10:00")
    cem, dee = held(article, "spam"), held(article, "spam", "links")
    clock.go("2026-03-09 10:30")
    decide(Verb.SPAM, cem, alice())
    clock.go("2026-03-09 11:00")
    decide(Verb.REMOVE, dee, reason="Rude")
    clock.go("2026-03-09 12:00")
    flag(ada)
    clock.go("2026-03-10 12:00")
    decide(Verb.REMOVE, ada, reason="Rude")
    clock.go("2026-03-10 12:30")
    held(article, "too-soon")
    clock.go("2026-03-10 13:00")


def table(response, name: str) -> list[tuple[str, ...]]:
    rows = soup(response).select(f"#{name}-table tbody tr")
    return [tuple(flat(cell) for cell in row.select("th, td")) for row in rows]


def sums(response) -> list[str]:
    return [flat(caption) for caption in soup(response).select("figcaption")]


def queue(response) -> str:
    return flat(soup(response).select_one(".now"))
