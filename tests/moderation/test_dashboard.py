"""What moderators see of the last days, in figures."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from comments import actions
from comments.models import Appeal, Decision, Rule
from comments.rules import Verb
from tests.cast import make_article, mod, say
from tests.moderation.days import WEEK, decide, flag, held, queue, sums, table
from tests.moderation.desk import DASHBOARD
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

NOTHING = ("0",) * 4


def test_each_day_tells_what_was_written_and_what_became_of_it(client, history) -> None:
    response = client.get(WEEK)
    assert table(response, "days") == [
        ("Tue 10 Mar", "1", "1", "0", "1"),
        ("Mon 9 Mar", "2", "2", "1", "1"),
        ("Sun 8 Mar", "2", "1", "0", "0"),
        *((day, *NOTHING) for day in ("Sat 7 Mar", "Fri 6 Mar", "Thu 5 Mar", "Wed 4 Mar")),
    ]
    assert sums(response)[:4] == ["Comments 5", "Held 4", "Spam 1", "Removed 2"]
    assert queue(response) == "1 comment waits for a decision, for 30 min now."


def test_each_day_tells_how_long_what_was_decided_had_waited(client, history) -> None:
    response = client.get(WEEK)
    assert table(response, "waits")[:4] == [
        ("Tue 10 Mar", "1", "1 d"),
        ("Mon 9 Mar", "2", "45 min"),
        ("Sun 8 Mar", "1", "2 h"),
        ("Sat 7 Mar", "0", ""),
    ]
    assert sums(response)[4] == "Median time to a decision 1 h 30 min"


def test_reasons_tell_how_often_moderators_agreed(client, history) -> None:
    assert table(client.get(WEEK), "reasons") == [
        ("Links", "2", "1", "1", "0", "50 %"),
        ("Reads like what was marked as spam", "2", "2", "0", "0", "100 %"),
        ("Sent the form sooner than one can type", "1", "0", "0", "1", ""),
    ]


def test_rules_are_told_apart_under_their_newest_names(client, clock, article) -> None:
    rule = Rule.objects.create(name="Links", kind="links", number=2)
    other = Rule.objects.create(name="Links here", kind="links", number=1, article=article)
    clock.go("2026-03-09 12:00")
    decide(Verb.SPAM, held(article, rule))
    decide(Verb.PUBLISH, held(article, other))
    rule.name = "Many links"
    rule.save()
    clock.go("2026-03-09 12:01")
    held(article, rule)
    assert table(client.get(WEEK), "reasons") == [
        ("Many links", "2", "1", "0", "1", "100 %"),
        ("Links here", "1", "0", "1", "0", "0 %"),
    ]


def test_moderators_are_listed_by_how_much_they_decided(client, history) -> None:
    assert table(client.get(WEEK), "moderators") == [
        ("mod", "3", "1", "0", "2", "0"),
        ("alice", "1", "0", "1", "0", "0"),
    ]


def test_the_busiest_articles_come_first(client, clock, history) -> None:
    quiet = make_article(title="<b>The clock</b>")
    say(quiet, "Ada", "Tick.")
    response = client.get(WEEK)
    assert table(response, "articles") == [
        ("The footbridge", "5", "1", "1", "2"),
        ("<b>The clock</b>", "1", "0", "0", "0"),
    ]
    link = soup(response).select("#articles-table a")[1]["href"]
    assert link == f"/admin/comments/comment/?article__id__exact={quiet.pk}"


def test_a_branch_counts_each_comment_that_it_took_along(client, clock, article) -> None:
    clock.go("2026-03-09 12:00")
    top = say(article, "Ada", "Top.")
    say(article, "Ben", "Reply.", top)
    decide(Verb.HOLD, top, branch=True)
    clock.go("2026-03-09 12:10")
    decide(Verb.REMOVE, top, branch=True, reason="Rude")
    response = client.get(WEEK)
    assert table(response, "days")[0] == ("Mon 9 Mar", "2", "2", "0", "2")
    assert table(response, "waits")[0] == ("Mon 9 Mar", "2", "10 min")
    assert table(response, "moderators") == [("mod", "2", "0", "0", "1", "1")]


def test_a_comment_waits_since_the_first_that_was_asked_about_it(client, clock, article) -> None:
    clock.go("2026-03-09 06:00")
    comment = say(article, "Ada", "Hello.")
    clock.go("2026-03-09 12:00")
    flag(comment)
    Appeal.objects.create(article_id=article.pk, comment=comment)
    clock.go("2026-03-09 12:05")
    actions.keep(comment.pk, mod())
    response = client.get(WEEK)
    assert table(response, "waits")[0] == ("Mon 9 Mar", "1", "5 min")
    assert table(response, "moderators") == [("mod", "1", "1", "0", "0", "0")]


def test_a_decision_that_was_undone_judges_nothing(client, clock, article) -> None:
    clock.go("2026-03-09 12:00")
    comment = held(article, "links")
    wrong = decide(Verb.PUBLISH, comment)
    clock.go("2026-03-09 12:01")
    assert table(client.get(WEEK), "reasons") == [("Links", "1", "0", "1", "0", "0 %")]
    Decision.objects.create(
        article=article, comment=comment, verb="undo", undoes=wrong, moderator_name="mod"
    )
    assert table(client.get(WEEK), "reasons") == [("Links", "1", "0", "0", "1", "")]
    decide(Verb.SPAM, comment)
    assert table(client.get(WEEK), "reasons") == [("Links", "1", "1", "0", "0", "100 %")]


def test_what_lies_before_the_days_is_left_out(client, clock, history) -> None:
    """Its days, of the same history: the last three, then none."""
    clock.go("2026-03-15 23:00")
    response = client.get(WEEK)
    assert [row for row in table(response, "days") if row[1:] != NOTHING] == [
        ("Tue 10 Mar", "1", "1", "0", "1"),
        ("Mon 9 Mar", "2", "2", "1", "1"),
    ]
    assert table(response, "moderators") == [
        ("mod", "2", "0", "0", "2", "0"),
        ("alice", "1", "0", "1", "0", "0"),
    ]
    clock.go("2026-03-17 01:00")
    response = client.get(WEEK)
    assert sums(response) == []
    assert flat(soup(response).select_one(".nothing")).startswith("Nothing was written or decided")
    assert len(table(client.get(DASHBOARD), "days")) == 30


def test_days_begin_at_midnight_where_the_site_is(client, clock, article) -> None:
    # In Auckland the fifth of April 2026 has twenty-five hours.
    zone = ZoneInfo("Pacific/Auckland")
    for local in ("2026-04-05 00:00", "2026-04-05 23:59", "2026-04-06 00:00"):
        moment = datetime.fromisoformat(local).replace(tzinfo=zone)
        clock.go(f"{moment.astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M}")
        say(article, "Ada", "Hello.")
    with timezone.override(zone):
        assert table(client.get(WEEK), "days")[:3] == [
            ("Mon 6 Apr", "1", "0", "0", "0"),
            ("Sun 5 Apr", "2", "0", "0", "0"),
            ("Sat 4 Apr", *NOTHING),
        ]
    assert table(client.get(WEEK), "days")[0] == ("Sun 5 Apr", "2", "0", "0", "0")
