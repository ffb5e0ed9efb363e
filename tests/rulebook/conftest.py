from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Hold, Rule
from tests.cast import make_article
from tests.forms import words


@pytest.fixture
def article(db):
    """Beneath it no rule holds but those that a test makes."""
    Rule.objects.all().delete()
    return make_article()


@pytest.fixture
def address(article):
    return f"{article.get_absolute_url()}comments/"


@pytest.fixture
def sent(client, address):
    """Posts, and tells the state of what was posted and why."""

    def send(text="My words.", *, client=client, address=address, **values):
        response = client.post(address, words(text, **values))
        assert response.status_code == 302, response.content
        return outcome()

    return send


def outcome():
    newest = Comment.objects.latest("id")
    holds = Hold.objects.filter(comment=newest).order_by("id")
    return newest.state, [f"{hold.reason}: {hold.evidence}" for hold in holds]


def make_rule(kind, number=0, minutes=0, *, name="The rule", **values):
    return Rule.objects.create(name=name, kind=kind, number=number, minutes=minutes, **values)


def of(user):
    client = Client()
    client.force_login(user)
    return client


def earlier(comment, **ago):
    """Let it have been written so long ago."""
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(**ago))
