"""Editors keep the rules: they add, change, try and delete them, and see how they did."""

import pytest
from django.test import Client

from comments import actions
from comments.models import Comment, Rule
from comments.rulebook.matching import LONGEST_LIST, MOST_ENTRIES
from comments.rules import Verb
from tests.cast import account, alice, bob, first_rules, make_article, mod, say
from tests.forms import words
from tests.moderation.desk import client_of
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

RULES = "/admin/comments/rule/"
LINKS = "https://a.example.org/ https://b.example.org/"


@pytest.fixture
def article():
    Rule.objects.all().delete()
    return make_article(title="The footbridge")


@pytest.fixture
def editor(article):
    return client_of(alice())


def page_of(rule):
    return f"{RULES}{rule.pk}/change/"


def rule(kind="links", number=1, **values):
    return Rule.objects.create(name="Many links", kind=kind, number=number, **values)


def add(client, kind, **values):
    sent = {"name": "The rule", "article": "", "enabled": "on"} | values
    return client.post(f"{RULES}add/?kind={kind}", sent)


def errors(response):
    return [flat(error) for error in soup(response).select(".errorlist li")]


def listed(client):
    page = soup(client.get(RULES))
    for label in page.select(".on-phone"):
        label.extract()
    rows = page.select("#result_list tbody tr")
    return [[flat(cell) for cell in row.select("th, td:not(.action-checkbox)")] for row in rows]


def fields(response):
    names = {field["name"] for field in soup(response).select("#rule_form [name]")}
    return names & {"name", "number", "minutes", "words", "article", "enabled"}


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


def test_a_rule_is_deleted_and_its_holds_keep_its_name(editor, article):
    kept = rule(number=0)
    Client().post(f"{article.get_absolute_url()}comments/", words(LINKS))
    assert editor.post(f"{RULES}{kept.pk}/delete/", {"post": "yes"}).status_code == 302
    hold = Comment.objects.get().holds.get()
    assert (hold.rule_id, hold.reason) == (None, "Many links")


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


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_asks_as_much_for_any_number(editor, article, count, django_assert_num_queries):
    for _ in range(count):
        rule(article=article)
    with django_assert_num_queries(7):
        editor.get(RULES)
