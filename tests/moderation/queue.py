"""The queue, as a moderator reads and uses it."""

from uuid import uuid4

from django.urls import reverse

from comments import actions, waiting
from comments.models import Appeal, Comment, Flag
from comments.rules import Suspicion
from tests.cast import guest, make_article
from tests.pages import flat, soup

QUEUE = "/admin/comments/waiting/"
MANY = f"{QUEUE}many/"


def held(text="Words", *codes, article=None, author=None, parent=None) -> Comment:
    """A comment that waits, for the reasons of these codes."""
    found = [Suspicion(code, f"evidence of {code}") for code in codes or ("links",)]
    parent_id = parent and parent.pk
    article = article or make_article()
    author = author or guest()
    return actions.post(article, author, text, parent_id=parent_id, suspicions=found).comment


def flag(comment, reason="abuse", words="") -> Flag:
    made = Flag.objects.create(
        article_id=comment.article_id, comment=comment, guest=uuid4(), reason=reason, words=words
    )
    waiting.refresh([comment.pk])
    return made


def appeal(comment, words="") -> Appeal:
    made = Appeal.objects.create(article_id=comment.article_id, comment=comment, words=words)
    waiting.refresh([comment.pk])
    return made


def decision_of(comment) -> str:
    return reverse("admin:comments_queue_decide", args=[comment.pk])


def words(response) -> list[str]:
    return [flat(each) for each in soup(response).select("#queue .words")]


def item(response, comment):
    return soup(response).select_one(f"#w-{comment.pk}")


def buttons(response, comment) -> dict[str, str]:
    """What each key would do."""
    found = item(response, comment).select("button[data-key], summary[data-key]")
    return {each["data-key"]: flat(each).rpartition(" ")[0] for each in found}


def why(response, comment) -> list[str]:
    return [flat(each) for each in item(response, comment).select(".why li")]


def carried(response, comment) -> dict[str, str]:
    """What the form of an item sends along."""
    fields = item(response, comment).select("form.decide input[type=hidden]")
    return {field["name"]: field["value"] for field in fields}


def press(client, response, comment, verb, **typed):
    """Press a button of the queue, with all that its form carries."""
    sent = carried(response, comment) | {"verb": verb} | typed
    return client.post(decision_of(comment), sent, follow=True)


def ask(client, response, comment, verb, **typed):
    """As the script does."""
    sent = carried(response, comment) | {"verb": verb} | typed
    return client.post(decision_of(comment), sent, headers={"Accept": "application/json"})
