"""A comment that is edited into what a rule holds waits again; its words are kept."""

import pytest

from comments import actions
from comments.models import Comment, Decision, Waiting
from comments.rules import Verb
from tests.cast import bob, mod, say
from tests.pages import outline, soup
from tests.rulebook.conftest import make_rule, of, outcome

LINK = "See https://example.org/"


@pytest.fixture
def comment(article):
    make_rule("links", 0, name="No links")
    return say(article, bob(), "First words")


def edit(comment, text, revision=1, client=None, **extra):
    address = f"/comments/{comment.pk}/edit/"
    return (client or of(bob())).post(address, {"text": text, "revision": revision}, **extra)


def test_it_waits_with_its_reason_and_its_words(comment, client, article):
    assert "First words" in outline(client.get(article.get_absolute_url()))
    response = edit(comment, LINK)
    assert response.status_code == 302
    assert outcome() == ("held", ["No links: 1 link; limit 0"])
    assert Comment.objects.get().text == LINK
    assert [revision.text for revision in comment.revisions.all()] == ["First words"]
    assert outline(client.get(article.get_absolute_url())) == ""


def test_its_author_is_told(comment, article):
    author = of(bob())
    page = author.post(f"/comments/{comment.pk}/edit/", {"text": LINK, "revision": 1}, follow=True)
    assert "Waiting for a moderator. Only you can see this." in soup(page).text
    pieces = edit(comment, LINK + "!", 2, headers={"X-Requested-With": "fetch"}).json()
    assert pieces["message"] == (
        "Your comment is changed. It waits for a moderator; until then only you can see it."
    )


def test_the_log_names_the_rule_and_the_queue_the_reason(comment):
    edit(comment, LINK)
    decision = Decision.objects.get()
    assert (decision.verb, decision.moderator, decision.moderator_name, decision.reason) == (
        "hold",
        None,
        "No links",
        "1 link; limit 0",
    )
    change = comment.history.get()
    assert (change.before, change.after, change.decision) == ("published", "held", decision)
    assert Waiting.objects.get().reasons == ["links"]
    assert of(mod()).get("/admin/comments/decision/").status_code == 200


def test_what_waits_gets_a_further_reason_once(comment):
    edit(comment, LINK)
    make_rule("words", words="casino", name="Words")
    edit(comment, f"{LINK} casino", 2)
    edit(comment, f"{LINK} casino!", 3)
    assert outcome() == ("held", ["No links: 1 link; limit 0", "Words: casino"])
    assert Decision.objects.count() == 1


def test_an_edit_that_clears_it_waits_for_a_moderator_all_the_same(comment):
    edit(comment, LINK)
    edit(comment, "Clean", 2)
    assert outcome()[0] == "held"
    actions.moderate(Verb.PUBLISH, comment.pk, mod())
    edit(comment, "Cleaner", 3)
    assert outcome()[0] == "published"


def test_rules_about_persons_and_times_do_not_hold_an_edit(comment):
    for kind in ("first", "speed", "age", "heat"):
        make_rule(kind, 1, 5)
    edit(comment, "Second words")
    assert outcome() == ("published", [])


def test_a_guests_edit_is_judged_too(client, sent):
    make_rule("words", words="casino")
    assert sent("Fine words")[0] == "published"
    edit(Comment.objects.get(), "Casino", client=client)
    assert outcome() == ("held", ["The rule: casino"])


def test_a_moderators_edit_is_not_held(article):
    make_rule("links", 0)
    comment = say(article, mod(), "First words")
    edit(comment, LINK, client=of(mod()))
    assert outcome() == ("published", [])


def test_an_edit_that_is_refused_holds_nothing(comment):
    edit(comment, "Second words")
    edit(comment, LINK, revision=1)
    assert outcome() == ("published", [])
