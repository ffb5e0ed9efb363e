"""A changed rule works in the next request of every process, which costs no statement."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Rule
from comments.people import Person
from comments.rulebook import judging
from tests.cast import first_rules, say
from tests.rulebook.conftest import make_rule
from tests.rulebook.test_holding import LINKS


def test_a_changed_rule_works_at_once(sent):
    rule = make_rule("links", 1)
    assert sent(LINKS)[0] == "held"
    # As another process does it, without a word to this one.
    Rule.objects.filter(pk=rule.pk).update(number=2)
    assert sent(LINKS)[0] == "published"
    Rule.objects.filter(pk=rule.pk).update(number=0, name="Renamed")
    assert sent(LINKS) == ("held", ["Renamed: 2 links; limit 0"])
    Rule.objects.filter(pk=rule.pk).update(enabled=False)
    assert sent(LINKS)[0] == "published"
    make_rule("words", words="example")
    assert sent(LINKS)[0] == "held"
    Rule.objects.all().delete()
    assert sent(LINKS)[0] == "published"


def test_what_a_rule_needs_is_asked_in_one_statement(article):
    first_rules()
    Rule.objects.update(enabled=True)
    parent, gwen = say(article, "Ada", "Hi"), Person(name="Gwen")

    def ask():
        with CaptureQueriesContext(connection) as asked:
            judging.suspicions(article, gwen, "My words " * 20, parent=parent)
        return len(asked)

    assert ask() == 3
    assert ask() == 1
    Rule.objects.filter(kind="links").update(number=9)
    assert ask() == 3
    assert ask() == 1


def test_a_rule_that_is_deleted_while_somebody_posts_still_holds(sent, monkeypatch):
    rule = make_rule("links", 1)
    said = judging.suspicions

    def deleted_meanwhile(*args, **values):
        found = said(*args, **values)
        Rule.objects.all().delete()
        return found

    monkeypatch.setattr(judging, "suspicions", deleted_meanwhile)
    assert sent(LINKS) == ("held", [f"{rule.name}: 2 links; limit 1"])


def test_a_spam_filter_that_is_switched_off_is_not_asked(article, monkeypatch):
    monkeypatch.setattr("comments.rulebook.asking.keys_of", None)
    make_rule("spam", 90, enabled=False)
    assert judging.suspicions(article, Person(name="Gwen"), "Words") == []
