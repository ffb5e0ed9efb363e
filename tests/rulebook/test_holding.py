"""What somebody posts waits if a rule says so, and moderators read which and why."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import actions
from comments.models import Comment, Hold, Rule
from comments.rules import Verb
from tests.cast import alice, bob, first_rules, make_article, mod, say
from tests.forms import words
from tests.pages import soup
from tests.rulebook.conftest import earlier, make_rule, of

LINKS = "https://a.example.org/ and https://b.example.org/"


def test_without_rules_nothing_waits(sent):
    assert sent(LINKS) == ("published", [])


def test_links(sent):
    make_rule("links", 1, name="Many links")
    assert sent("https://a.example.org/ twice: https://a.example.org/") == ("published", [])
    assert sent(LINKS) == ("held", ["Many links: 2 links; limit 1"])


def test_links_to_this_site_do_not_count(sent, settings):
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]
    make_rule("links", 0)
    assert sent(LINKS) == ("published", [])
    assert sent("https://example.net/") == ("held", ["The rule: 1 link; limit 0"])


def test_listed_words_in_text_name_and_website(sent):
    make_rule("words", words="casino*\nfree money")
    assert sent("A fine casin0!") == ("held", ["The rule: casino (casino*)"])
    assert sent(name="Free Money") == ("held", ["The rule: free money"])
    assert sent(website="https://casinos.example.org/")[0] == "held"
    assert sent("Free my money") == ("published", [])


def test_a_guests_comments_until_one_is_published(sent, client):
    make_rule("first", 1)
    assert sent("One") == ("held", ["The rule: first comment by this person"])
    assert sent("Two")[0] == "held"
    actions.moderate(Verb.PUBLISH, Comment.objects.latest("id").pk, mod())
    assert sent("Three") == ("published", [])
    assert sent("Of another", client=Client())[0] == "held"


def test_an_accounts_first_comments(sent, article):
    make_rule("first", 2)
    say(article, bob(), "One")
    assert sent("Two", client=of(bob())) == (
        "held",
        ["The rule: 1 published so far; 2 wanted"],
    )
    say(article, bob(), "Three")
    assert sent("Four", client=of(bob())) == ("published", [])


def test_an_old_article(sent, article):
    make_rule("age", 30)
    assert sent()[0] == "published"
    article.published_at = timezone.now() - timedelta(days=31, hours=1)
    article.save()
    assert sent() == ("held", ["The rule: 31 days after the article; limit 30"])


@pytest.mark.parametrize("who", [Client, lambda: of(bob())], ids=["guest", "account"])
def test_speed(sent, who):
    make_rule("speed", 2, 5)
    client = who()
    states = [sent(str(n), client=client) for n in range(3)]
    assert [state for state, _ in states] == ["published", "published", "held"]
    assert states[2][1] == ["The rule: 3 comments in 5 minutes; limit 2"]
    assert sent("of another", client=Client())[0] == "published"
    for comment in Comment.objects.all():
        earlier(comment, minutes=6)
    assert sent("later", client=client)[0] == "published"


def test_a_heated_thread_slows_down_and_no_other(sent, article):
    make_rule("heat", 2, 10)
    hot, cool = say(article, "Ada", "Hot"), say(article, "Ada", "Cool")
    first, _ = say(article, "Ben", "a", hot), say(article, "Cy", "b", hot)
    reply = f"/comments/{first.pk}/reply/"
    assert sent(address=reply) == (
        "held",
        ["The rule: 3 replies in this thread in 10 minutes; limit 2"],
    )
    assert sent(address=f"/comments/{cool.pk}/reply/")[0] == "published"
    assert sent()[0] == "published"
    for comment in Comment.objects.all():
        earlier(comment, minutes=11)
    assert sent(address=reply)[0] == "published"


def test_several_rules_and_the_form_are_all_told(sent):
    make_rule("links", 0, name="Links")
    make_rule("words", words="buy", name="Words")
    assert sent("Buy at https://example.org/", subject="x") == (
        "held",
        ["filled a field that nobody sees: x", "Links: 1 link; limit 0", "Words: buy"],
    )


def test_an_articles_own_rule_replaces_the_sites(sent, article):
    make_rule("links", 0)
    own = make_rule("links", 1, name="Own", article=article)
    assert sent("https://example.org/")[0] == "published"
    assert sent(LINKS) == ("held", ["Own: 2 links; limit 1"])
    own.enabled = False
    own.save()
    assert sent(LINKS)[0] == "published"
    other = f"{make_article(title='Other').get_absolute_url()}comments/"
    assert sent("https://example.org/", address=other)[0] == "held"


def test_a_moderator_is_never_held(sent, article):
    make_rule("links", 0)
    for user in (mod(), alice()):
        assert sent(LINKS, client=of(user))[0] == "published"
    assert sent(LINKS, client=of(bob()))[0] == "held"


def test_the_moderators_page_names_the_rule_as_it_was(sent, client):
    rule = make_rule("links", 0, name="Many <links>")
    sent(LINKS)
    Rule.objects.filter(pk=rule.pk).update(name="Renamed")
    comment = Comment.objects.get()

    def why():
        page = soup(of(mod()).get(f"/admin/comments/comment/{comment.pk}/change/"))
        return [" ".join(line.text.split()) for line in page.select(".why li")]

    assert why() == ["Many <links>: 2 links; limit 0"]
    rule.delete()
    assert why() == ["Many <links>: 2 links; limit 0"]
    assert Hold.objects.get().rule_id is None


def test_the_first_rules_let_honest_readers_speak(article, sent):
    first_rules()
    text = "I have lived beside the footbridge for thirty years, and nobody ever asked us: {n}"
    parent = say(article, "Ada", "It shuts on Monday, and nobody was asked by the council " * 3)
    replies = f"/comments/{parent.pk}/reply/"
    quoting = "> " + parent.text + "\n\nI was asked."
    assert sent(text.format(n="see https://a.example.org/ and b.example.org"))[0] == "published"
    assert sent("Thank you!")[0] == sent("Thank you!", client=Client())[0] == "published"
    assert sent(quoting, address=replies)[0] == "published"
    assert [sent(str(n))[0] for n in range(5)] == ["published"] * 5


def test_article_that_holds_all_goes_on(sent, article):
    article.moderation = "hold"
    article.save()
    assert sent() == ("held", [])


def test_a_rule_that_holds_decides_nothing(sent):
    make_rule("links", 0)
    sent(LINKS)
    assert Comment.objects.get().decisions.count() == 0


def test_a_second_try_of_a_post_is_no_repetition(client, address, article):
    make_rule("likeness", 80, 60)
    sending = words("It shuts on Monday, and nobody was asked by the council, says the mayor now")
    for _ in range(2):
        assert client.post(address, sending).status_code == 302
    assert (Comment.objects.get().state, Hold.objects.count()) == ("published", 0)
