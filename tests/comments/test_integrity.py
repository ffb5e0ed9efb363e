"""The queue agrees with states, open flags and appeals, or is mended."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from comments import actions
from comments.integrity import check, repair
from comments.models import Appeal, Flag, Waiting
from comments.rules import Verb
from tests.cast import make_article, mod, say
from tests.moderation.queue import appeal, flag, held

pytestmark = pytest.mark.django_db

BREAKS = {
    "nothing waits": lambda: Waiting.objects.all().delete(),
    "something waits that does not": lambda: waits(say(make_article(), "Ada", "Published")),
    "for another reason": lambda: Waiting.objects.filter(pk=first()).update(reasons=["spam"]),
    "since another time": lambda: Waiting.objects.filter(pk=first()).update(
        since=F("since") + timedelta(seconds=1)
    ),
    "too urgent": lambda: Waiting.objects.filter(pk=first()).update(urgency=3),
    "a flag that is open": lambda: Flag.objects.update(reason="illegal"),
    "an appeal that was answered": lambda: Appeal.objects.update(
        decision=actions.moderate(Verb.PUBLISH, held().pk, mod())
    ),
}


@pytest.fixture(autouse=True)
def queue(db):
    held("links", "links", "spam")
    held("too soon", "too-soon")
    flag(say(make_article(), "Ada", "flagged"))
    removed = say(make_article(), "Ada", "asked about")
    actions.moderate(Verb.REMOVE, removed.pk, mod(), "Rude")
    appeal(removed)
    actions.moderate(Verb.HOLD, say(make_article(), "Ada", "held").pk, mod())


def first() -> int:
    return Waiting.objects.order_by("comment").values_list("pk", flat=True)[0]


def waits(comment) -> None:
    Waiting.objects.create(
        comment=comment,
        article_id=comment.article_id,
        since=comment.created_at,
        urgency=1,
        reasons=["held"],
    )


def broken(findings) -> dict[str, int]:
    return {finding.kind: finding.broken for finding in findings if finding.broken}


def rows() -> list[tuple]:
    return list(Waiting.objects.order_by("pk").values_list("pk", "since", "urgency", "reasons"))


def test_what_actions_keep_is_right() -> None:
    assert (broken(check()), Waiting.objects.count()) == ({}, 5)


@pytest.mark.parametrize("how", BREAKS)
def test_what_is_not_is_found_and_mended(how) -> None:
    BREAKS[how]()
    found = 5 if how == "nothing waits" else 1
    before, after = repair()
    assert (broken(before), broken(after)) == ({"waiting": found}, {})


def test_a_repair_makes_it_as_it_was() -> None:
    as_it_was = rows()
    Waiting.objects.update(urgency=7, reasons=[])
    waits(say(make_article(), "Ada", "Published"))
    repair()
    assert rows() == as_it_was


def test_one_article_is_checked_alone() -> None:
    comment = Waiting.objects.select_related("comment").first().comment
    Waiting.objects.filter(pk=comment.pk).update(urgency=7)
    other = make_article()
    assert (broken(check(comment.article_id)), broken(check(other.pk))) == ({"waiting": 1}, {})


def test_the_command_tells_and_mends_it() -> None:
    Waiting.objects.all().delete()
    with pytest.raises(CommandError, match=r"^5 broken$"):
        call_command("check_threads", stdout=StringIO())
    call_command("check_threads", "--repair", stdout=StringIO())
    call_command("check_threads", stdout=StringIO())
