"""Editors keep the rules: they add, change and delete them, and see how they did."""

import pytest
from django.test import Client

from comments import actions
from comments.models import Comment, Rule
from comments.rulebook.matching import LONGEST_LIST, MOST_ENTRIES
from comments.rules import Verb
from tests.cast import alice, first_rules, make_article, mod
from tests.forms import words
from tests.moderation.desk import client_of
from tests.moderation.rules import LINKS, RULES, add, errors, fields, listed, page_of, rule
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    Rule.objects.all().delete()
    return make_article(title="The footbridge")


@pytest.fixture
def editor(article):
    return client_of(alice())


def test_a_kind_is_chosen_first(editor):
    kinds = soup(editor.get(f"{RULES}add/")).select(".kinds dt a")
    assert sorted(link["href"] for link in kinds) == sorted(
        f"?kind={kind}"
        for kind in (
            *("links", "words", "first", "speed", "heat", "age", "flags", "likeness", "spam"),
        )
    )
    for link in kinds:
        assert editor.get(f"{RULES}add/{link['href']}").status_code == 200
    assert editor.get(f"{RULES}add/?kind=nonsense").status_code == 404
    assert editor.get(f"{RULES}99/change/?kind=links").status_code == 404


@pytest.mark.parametrize(
    ("kind", "used"),
    [
        ("links", {"number"}),
        ("speed", {"number", "minutes"}),
        ("words", {"words"}),
        ("likeness", {"number", "minutes"}),
    ],
)
def test_a_form_asks_for_what_its_kind_uses(editor, kind, used):
    always = {"name", "article", "enabled"}
    assert fields(editor.get(f"{RULES}add/?kind={kind}")) == always | used


def test_a_rule_is_added_and_works(editor, article):
    assert add(editor, "links", name="Many links", number="1").status_code == 302
    Client().post(f"{article.get_absolute_url()}comments/", words(LINKS))
    comment = Comment.objects.get()
    assert (comment.state, comment.holds.get().name) == ("held", "Many links")


def test_days_are_kept_as_minutes_and_shown_as_days(editor):
    add(editor, "likeness", number="80", minutes="30")
    kept = Rule.objects.get()
    assert kept.minutes == 30 * 24 * 60
    field = soup(editor.get(page_of(kept))).select_one("[name=minutes]")
    assert field["value"] == "30"


def test_a_rule_is_changed_but_not_its_kind(editor):
    kept = rule()
    sent = {"name": "Renamed", "number": "5", "article": "", "kind": "words"}
    assert editor.post(f"{page_of(kept)}?kind=words", sent).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.kind, kept.number, kept.enabled) == ("Renamed", "links", 5, False)


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("links", {"number": ""}, "This field is required."),
        ("links", {"number": "-1"}, "Ensure this value is greater than or equal to 0."),
        ("links", {"number": "9" * 30}, "Ensure this value is less than or equal to 1000000."),
        ("links", {"number": "x"}, "Enter a whole number."),
        ("first", {"number": "0"}, "Ensure this value is greater than or equal to 1."),
        ("spam", {"number": "20"}, "Ensure this value is greater than or equal to 50."),
        (
            "speed",
            {"number": "2", "minutes": "9999"},
            "Ensure this value is less than or equal to 1440.",
        ),
        ("words", {"words": " \n "}, "This field is required."),
        (
            "words",
            {"words": "fine\n*\n?!"},
            "Nothing could be looked for: *, ?!. An entry has 2 to 100 letters.",
        ),
        (
            "words",
            {"words": "ab\n" * (MOST_ENTRIES + 1)},
            "These are 1001 entries of 3002 characters together; 1000 and 10000 are the limits.",
        ),
        (
            "words",
            {"words": "ab " * LONGEST_LIST},
            "These are 1 entries of 29999 characters together; 1000 and 10000 are the limits.",
        ),
        (
            "words",
            {"words": "a\x00b"},
            "Null characters are not allowed.",
        ),
        ("links", {"name": "", "number": "1"}, "This field is required."),
        ("links", {"name": "x" * 81, "number": "1"}, "Ensure this value has at most 80 characters"),
        (
            "links",
            {"number": "1", "article": "9" * 30},
            "Select a valid choice. That choice is not one of the available choices.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept_in_the_form(editor, kind, values, said):
    for trial in ({}, {"_try": "1", "most": "100"}):
        response = add(editor, kind, **values, **trial)
        assert response.status_code == (422 if trial else 200)
        assert [error.startswith(said) for error in errors(response)] == [True]
    assert Rule.objects.count() == 0


def test_the_list_says_what_rules_do_and_how_they_did(editor, article):
    rule(article=article, enabled=False)
    links = rule(number=0)
    for _ in range(4):
        Client().post(f"{make_article().get_absolute_url()}comments/", words(LINKS))
    removed, spam, published, _waits = Comment.objects.order_by("id")
    actions.moderate(Verb.REMOVE, removed.pk, mod(), "Rude")
    actions.moderate(Verb.SPAM, spam.pk, mod())
    actions.moderate(Verb.PUBLISH, published.pk, mod())
    rows = {row[2]: row for row in listed(editor)}
    assert rows["everywhere"] == [
        *("Many links", "more than 0 links", "everywhere", "", "4", "2", "1")
    ]
    assert rows["The footbridge"] == [
        *("Many links", "more than 1 link", "The footbridge", "", "0", "0", "0")
    ]
    assert links.holds.count() == 4


def test_what_the_first_rules_say(editor):
    first_rules()
    assert sorted(row[1] for row in listed(editor)) == [
        "365 days after the article",
        "80 % like one removed within 30 days, or posted within one",
        "flagged by 5 people",
        "more than 3 links",
        "more than 30 replies in a thread in 10 minutes",
        "more than 8 comments by one person in 5 minutes",
        "the spam filter gives 90 % or more",
        "until 1 comment of the person is published",
    ]


def test_a_rule_is_deleted_and_its_holds_keep_its_name(editor, article):
    kept = rule(number=0)
    Client().post(f"{article.get_absolute_url()}comments/", words(LINKS))
    assert editor.post(f"{RULES}{kept.pk}/delete/", {"post": "yes"}).status_code == 302
    hold = Comment.objects.get().holds.get()
    assert (hold.rule_id, hold.reason) == (None, "Many links")


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_asks_as_much_for_any_number(editor, article, count, django_assert_num_queries):
    for _ in range(count):
        rule(article=article)
    with django_assert_num_queries(7):
        editor.get(RULES)
