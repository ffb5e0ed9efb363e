"""Reports of enough different people make a comment wait, if a rule says so; nothing else does."""

import pytest
from django.test import Client

from comments import actions
from comments.models import Comment, Decision, Rule, Waiting
from comments.people import Person
from comments.rules import Verb
from tests.cast import alice, bob, charlie, guest, make_article, mod, say
from tests.readers.asking import flag_address, of, report, told

pytestmark = pytest.mark.django_db

ENOUGH = 3
NAME = "Reported by three"


@pytest.fixture(autouse=True)
def rule():
    Rule.objects.all().delete()
    return Rule.objects.create(name=NAME, kind="flags", number=ENOUGH)


@pytest.fixture
def comment():
    return say(make_article(), "Ada", "rude words")


def flagged(comment, people: int) -> str:
    for _ in range(people):
        actions.flag(comment.pk, guest(), "abuse")
    return Comment.objects.get(pk=comment.pk).state


def test_enough_people_make_it_wait(comment):
    assert flagged(comment, ENOUGH - 1) == "published"
    assert flagged(comment, 1) == "held"
    assert Waiting.objects.get().reasons == ["flag-abuse", "flags"]
    decision = Decision.objects.get()
    assert (decision.verb, decision.moderator, decision.moderator_name) == ("hold", None, NAME)
    author = of(Person(guest=comment.guest))
    assert told(author, comment) == [
        f"Waiting for a moderator. Only you can see this. Why: {NAME}."
    ]


def test_one_person_is_one_however_often(comment):
    reader = guest()
    for _ in range(ENOUGH):
        actions.flag(comment.pk, reader, "abuse")
    assert flagged(comment, ENOUGH - 2) == "published"


def test_without_a_rule_nothing_happens(comment, rule):
    rule.delete()
    assert flagged(comment, ENOUGH + 2) == "published"


def test_what_a_moderator_has_answered_counts_no_more(comment):
    flagged(comment, ENOUGH - 1)
    actions.keep(comment.pk, mod())
    assert flagged(comment, ENOUGH - 1) == "published"


def test_who_takes_it_back_does_not_publish(comment):
    flagged(comment, ENOUGH - 1)
    reader = guest()
    actions.flag(comment.pk, reader, "abuse")
    actions.unflag(comment.pk, reader)
    assert flagged(comment, 0) == "held"


def reported_from(comment, addresses) -> str:
    """Each report by a browser that knows of no other."""
    for address in addresses:
        answer = Client(REMOTE_ADDR=address).post(flag_address(comment), report())
        assert answer.status_code == 302
    return Comment.objects.get(pk=comment.pk).state


def test_who_throws_the_cookie_away_is_one_person_still(comment):
    assert reported_from(comment, ["192.0.2.7"] * (ENOUGH + 2)) == "published"
    assert comment.flags.count() == ENOUGH + 2
    assert reported_from(comment, ["192.0.2.8", "192.0.2.9"]) == "held"


def test_a_forged_address_makes_nobody_another(comment):
    for number in range(ENOUGH + 2):
        forged = {"X-Forwarded-For": f"203.0.113.{number}"}
        Client().post(flag_address(comment), report(), headers=forged)
    assert Comment.objects.get(pk=comment.pk).state == "published"


def test_those_with_accounts_count_wherever_they_are(comment):
    for who in (alice(), bob(), charlie()):
        of(who).post(flag_address(comment), report())
    assert Comment.objects.get(pk=comment.pk).state == "held"


@pytest.mark.parametrize("fetched", [False, True])
def test_the_last_one_is_thanked_though_it_is_gone(comment, fetched):
    flagged(comment, ENOUGH - 1)
    headers = {"X-Requested-With": "fetch"} if fetched else {}
    answer = Client().post(flag_address(comment), report(), headers=headers)
    assert answer.status_code == (200 if fetched else 302)
    assert "rude words" not in answer.content.decode()
    if not fetched:
        assert answer["Location"] == f"{comment.article.get_absolute_url()}#conversation"


def test_the_author_of_what_was_held_may_ask(comment):
    flagged(comment, ENOUGH)
    author = Person(guest=comment.guest)
    assert of(author).post(f"/comments/{comment.pk}/appeal/").status_code == 302
    actions.moderate(Verb.PUBLISH, comment.pk, mod())
    assert told(of(author), comment) == [
        "You asked for another look · … A moderator has looked again and published it."
    ]
