"""An e-mail address is known again by its hash, wherever a comment came in."""

from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Comment
from comments.persons.origins import email_key
from tests.cast import bob, guest, make_article, say
from tests.forms import words

pytestmark = pytest.mark.django_db


def stored():
    return list(Comment.objects.order_by("pk").values_list("email_key", flat=True))


def test_it_is_kept_with_a_post(client):
    article = make_article()
    for address in ("gwen@example.org", "Gwen@Example.ORG", ""):
        client.post(f"{article.get_absolute_url()}comments/", words(email=address))
        client.cookies.clear()
    hashed = email_key("gwen@example.org")
    assert stored() == [hashed, hashed, None]
    assert Comment.objects.filter(email_key=email_key("other@example.org")).count() == 0


def test_an_account_has_none():
    say(make_article(), bob(), "Mine")
    assert stored() == [None]


def test_it_depends_on_the_sites_secret(settings):
    before = email_key("gwen@example.org")
    settings.SECRET_KEY = "another secret of this site, long enough to be one indeed"
    assert email_key("gwen@example.org") != before


def test_it_is_kept_with_what_is_imported():
    now = timezone.now()
    drafts = [Draft("Gwen", "One", 1, now, email="gwen@example.org"), Draft("Ada", "Two", 1, now)]
    store_conversation(make_article(), drafts)
    assert stored() == [email_key("gwen@example.org"), None]


def test_what_was_there_before_gets_one(monkeypatch):
    migration = import_module("comments.migrations.0019_email_keys")
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    article = make_article()
    addresses = [f"g{n}@example.org" for n in range(5)]
    for address in [*addresses, ""]:
        say(article, guest(email=address), "Words")
    expected = stored()
    Comment.objects.update(email_key=None)
    with connection.schema_editor() as editor:
        migration.fill(None, editor)
    assert stored() == expected == [*map(email_key, addresses), None]
