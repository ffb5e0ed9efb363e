"""What is much like a comment that was taken away, or that was posted within a day, waits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import actions
from comments.models import Comment, Rule, Sketch
from comments.rulebook import sketches
from comments.rules import Verb
from tests.cast import bob, mod, say
from tests.rulebook.conftest import earlier, make_rule, of

MONTH = 30 * 24 * 60
BAD = "Buy cheap pills from the best casino in town today and win a free bonus each and every day"
LIKE = BAD.replace("town", "the whole world").upper() + "!!"
OTHER = "The council shuts the footbridge on Monday, and nobody whom I know was ever asked about it"


@pytest.fixture
def likeness(article):
    return make_rule("likeness", 60, MONTH)


@pytest.mark.parametrize(
    ("verb", "told"),
    [(Verb.REMOVE, "one that was removed"), (Verb.SPAM, "one marked as spam")],
)
def test_like_what_a_moderator_has_taken_away(sent, article, likeness, verb, told):
    bad = say(article, "Bot", BAD)
    actions.moderate(verb, bad.pk, mod(), "Spam")
    earlier(bad, days=5)
    state, [why] = sent(LIKE)
    assert (state, why.partition("% like ")[2]) == ("held", told)
    assert sent(OTHER) == ("published", [])


def test_what_was_there_before_the_rule_is_known_once_it_is_removed(sent, article):
    assert sent(BAD)[0] == "published"
    bad = Comment.objects.get()
    assert Sketch.objects.count() == 0
    actions.moderate(Verb.REMOVE, bad.pk, mod(), "Spam")
    make_rule("likeness", 60, MONTH)
    assert sent(BAD) == ("held", ["The rule: 100% like one that was removed"])


def test_what_was_restored_or_withdrawn_tells_nothing(sent, article, likeness):
    bad = say(article, "Bot", BAD)
    actions.moderate(Verb.REMOVE, bad.pk, mod(), "Spam")
    actions.moderate(Verb.RESTORE, bad.pk, mod())
    earlier(bad, days=5)
    assert sent(BAD)[0] == "published"
    mine = say(article, bob(), OTHER)
    of(bob()).post(f"/comments/{mine.pk}/withdraw/")
    assert sent(OTHER, client=of(bob()))[0] == "published"


def test_after_the_rules_period_it_is_forgotten(sent, article, likeness):
    bad = say(article, "Bot", BAD)
    actions.moderate(Verb.REMOVE, bad.pk, mod(), "Spam")
    Rule.objects.update(minutes=0)
    assert sent(LIKE)[0] == "published"


def test_repeated_within_a_day_by_whoever(sent):
    make_rule("likeness", 60, MONTH)
    assert sent(BAD)[0] == "published"
    assert sent(BAD, client=Client()) == ("held", ["The rule: 100% like one posted before"])
    for comment in Comment.objects.all():
        earlier(comment, days=1, minutes=1)
    assert sent(BAD)[0] == "published"


def test_short_words_may_be_repeated(sent, likeness):
    states = [sent("I agree with all of that", client=Client())[0] for _ in range(3)]
    assert states == ["published"] * 3


def test_an_edit_is_not_like_itself_but_like_others(sent, client, article, likeness):
    assert sent(BAD)[0] == "published"
    comment = Comment.objects.get()
    edited = {"text": BAD + " indeed", "revision": 1}
    client.post(f"/comments/{comment.pk}/edit/", edited)
    comment.refresh_from_db()
    assert (comment.text, comment.state) == (BAD + " indeed", "published")
    assert sent(BAD + " indeed") == ("held", ["The rule: 100% like one posted before"])


def test_sketches_are_forgotten_once_they_tell_nothing(sent, article, likeness):
    sent(OTHER)
    bad = say(article, "Bot", BAD)
    actions.moderate(Verb.REMOVE, bad.pk, mod(), "Spam")
    assert sketches.prune() == 0
    later = timezone.now() - timedelta(days=2)
    Sketch.objects.filter(expires_at__lt=timezone.now() + timedelta(days=2)).update(
        expires_at=later
    )
    assert sketches.prune() == 1
    assert [sketch.comment_id for sketch in Sketch.objects.all()] == [bad.pk]


def test_without_a_rule_nothing_is_kept(sent, article):
    sent(OTHER)
    assert Sketch.objects.count() == 0


def test_a_flood_of_the_same_is_still_found(sent, article, likeness):
    assert sent(OTHER)[0] == "published"
    for n in range(60):
        say(article, "Bot", f"{BAD} {n}")
    assert sent(BAD)[0] == "held"
