"""Editors alone keep rules, try them on the past, and find those of an article."""

import pytest
from django.test import Client

from comments import actions
from comments.models import Rule
from comments.rules import Verb
from tests.cast import account, alice, bob, make_article, mod, say
from tests.moderation.desk import client_of
from tests.moderation.rules import LINKS, RULES, add, page_of, rule
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    Rule.objects.all().delete()
    return make_article(title="The footbridge")


@pytest.fixture
def editor(article):
    return client_of(alice())


def test_a_rule_is_tried_before_it_is_saved(editor, article):
    first, second = say(article, "Ada", LINKS), say(article, "Ben", f"<b>{LINKS}")
    say(article, "Cy", "Fine")
    actions.moderate(Verb.REMOVE, first.pk, mod(), "Rude")
    response = add(editor, "links", number="1", _try="1", most="1000")
    page = soup(response)
    assert response.status_code == 200
    assert flat(page.select_one("#trial h2")) == "It would have held 2 of 3 comments (66.7 %)."
    rows = page.select(".verdicts tr")
    assert {flat(row.th): row.td.text for row in rows} == {
        "published by a moderator": "0",
        "removed": "1",
        "marked as spam": "0",
        "never decided": "1",
    }
    assert [flat(item) for item in page.select("#trial .near li")] == [
        f"Ben 2 links; limit 1 never decided <b>{LINKS}",
        f"Ada 2 links; limit 1 removed {LINKS}",
    ]
    # What was typed is still there, to be saved.
    assert page.select_one("[name=number]")["value"] == "1"
    assert (Rule.objects.count(), second.holds.count()) == (0, 0)


def test_a_saved_rule_is_tried_with_what_was_typed_and_stays_as_it_is(editor, article):
    kept = rule(number=9)
    say(article, "Ada", LINKS)
    sent = {"name": "X", "number": "1", "article": "", "_try": "1", "most": "100"}
    page = soup(editor.post(page_of(kept), sent))
    assert flat(page.select_one("#trial h2")) == "It would have held 1 of 1 comments (100.0 %)."
    kept.refresh_from_db()
    assert (kept.name, kept.number) == ("Many links", 9)


def test_an_articles_rule_is_tried_on_its_comments(editor, article):
    say(article, "Ada", LINKS)
    other = make_article(title="Other")
    response = add(editor, "links", number="1", article=str(other.pk), _try="1", most="100")
    assert flat(soup(response).select_one("#trial h2")) == (
        "It would have held 0 of 0 comments (0.0 %)."
    )


@pytest.mark.parametrize("most", ["", "10001", "x", "-1"])
def test_it_is_tried_on_no_more_than_may_be(editor, most):
    response = add(editor, "links", number="1", _try="1", most=most)
    assert (response.status_code, soup(response).select("#trial")) == (422, [])


def test_an_articles_page_leads_to_its_rules(editor, article):
    address = f"/admin/articles/article/{article.pk}/change/"
    kept = rule(article=article)
    off = rule(kind="age", number=5, article=article, enabled=False)
    shown = soup(editor.get(address)).select_one(".field-own_rules")
    assert [flat(item) for item in shown.select("li")] == [
        "Many links: more than 1 link",
        "Many links: such rules are switched off here",
    ]
    links = [link["href"] for link in shown.select("a")]
    assert links == [page_of(kept), page_of(off), f"{RULES}add/?article={article.pk}"]
    choice = soup(editor.get(links[-1])).select_one(".kinds a")["href"]
    form = soup(editor.get(f"{RULES}add/{choice}"))
    assert form.select_one("[name=article]")["value"] == str(article.pk)
    assert editor.get("/admin/articles/article/add/").status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (alice, 200),
        (lambda: account("root", is_staff=True, is_superuser=True), 200),
        (mod, 403),
        (lambda: account("staff", is_staff=True), 403),
        (bob, 302),
    ],
    ids=["editor", "superuser", "moderator", "staff", "reader"],
)
def test_who_may_see_and_change_rules(article, who, status):
    kept, client = rule(), client_of(who())
    for address in (
        *(RULES, f"{RULES}add/", f"{RULES}add/?kind=links", page_of(kept)),
        *(f"{RULES}{kept.pk}/delete/", f"{RULES}{kept.pk}/history/"),
    ):
        assert client.get(address).status_code == status, address
    if status != 200:
        trial = {"_try": "1", "most": "100", "number": "1"}
        assert add(client, "links", number="1").status_code == status
        assert add(client, "links", **trial).status_code == status
        assert client.post(page_of(kept), {"name": "X", "number": "5"}).status_code == status
        assert client.post(f"{RULES}{kept.pk}/delete/", {"post": "yes"}).status_code == status
        assert list(Rule.objects.values_list("name", "number")) == [("Many links", 1)]


def test_nothing_is_changed_without_a_token(article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice())
    assert add(client, "links", number="1").status_code == 403
    assert add(client, "links", number="1", _try="1", most="100").status_code == 403
    assert Rule.objects.count() == 0
