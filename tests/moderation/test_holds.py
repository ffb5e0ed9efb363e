"""Why a comment waits: what posting suspects, what a moderator reads, and what is learned."""

import pytest
from django.test import Client

from comments import actions
from comments.models import Comment, Hold
from comments.rules import Verb
from tests.cast import converse, first_rules, guest, mod, say
from tests.forms import words
from tests.pages import soup

pytestmark = pytest.mark.django_db

BAD = "cheap pills {n} best casino bonus, buy followers now"
GOOD = "the footbridge {n} shuts on monday, says the council"


@pytest.fixture
def client():
    """A reader's, who becomes a moderator to ask why."""
    return Client()


@pytest.fixture
def taught(article):
    """Twenty decisions of either kind."""
    first_rules()
    for n in range(20):
        decide(Verb.SPAM, say(article, guest("Bot"), BAD.format(n=n)))
        held = say(article, guest("Gwen"), GOOD.format(n=n))
        decide(Verb.SPAM, held)
        decide(Verb.PUBLISH, held)


def decide(verb, comment, **options):
    return actions.moderate(verb, comment.pk, mod(), **options)


def newest():
    return Comment.objects.order_by("-id").first()


def why(client, comment):
    client.force_login(mod())
    page = soup(client.get(f"/admin/comments/comment/{comment.pk}/change/"))
    return [" ".join(line.text.split()) for line in page.select(".why li")]


def test_a_moderator_reads_what_the_bait_caught(client, article):
    client.post(f"{article.get_absolute_url()}comments/", words("Hi", subject="<b>buy</b>"))
    assert newest().state == "held"
    assert why(client, newest()) == ["filled a field that nobody sees: <b>buy</b>"]


def test_what_its_article_holds_says_so(client, article):
    article.moderation = "hold"
    article.save()
    assert why(client, say(article, "Ada", "Hi")) == [
        "held by the article's setting or a moderator"
    ]


def test_what_reads_like_spam_waits_and_says_by_which_words(client, article, taught):
    address = f"{article.get_absolute_url()}comments/"
    client.post(address, words("best casino bonus: buy cheap pills"))
    assert newest().state == "held"
    hold = Hold.objects.get()
    assert hold.code == "spam"
    assert "casino" in hold.evidence
    client.post(address, words("the council shuts the footbridge"))
    assert newest().state == "published"


def test_a_decision_that_is_turned_round_is_learned_anew(client, article, taught):
    for bad in Comment.objects.filter(state="spam"):
        decide(Verb.PUBLISH, bad)
    client.post(f"{article.get_absolute_url()}comments/", words("best casino bonus, buy pills"))
    assert newest().state == "published"


def test_a_large_branch_is_decided_without_lessons(article, monkeypatch):
    monkeypatch.setattr("comments.spam.deciding.MOST_AT_ONCE", 2)
    lessons = []
    monkeypatch.setattr("comments.spam.deciding.learn_all", lessons.extend)
    first, *_ = converse(article, "A: x\n  B: y\n  C: z")
    decide(Verb.SPAM, first, branch=True)
    assert lessons == []
    decide(Verb.PUBLISH, first)
    assert [(lesson.comment_id, lesson.is_spam) for lesson in lessons] == [(first.pk, False)]


def test_a_refused_post_leaves_no_reason_behind(client, article):
    article.comments = "closed"
    article.save()
    client.post(f"{article.get_absolute_url()}comments/", words("Hi", subject="x"))
    assert (Comment.objects.count(), Hold.objects.count()) == (0, 0)
