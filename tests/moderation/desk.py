"""The admin's addresses, and what a moderator reads there."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from comments.models import Comment, Decision, Move, StateChange
from tests.pages import flat, soup

COMMENTS = "/admin/comments/comment/"
DECISIONS = "/admin/comments/decision/"
DASHBOARD = "/admin/comments/comment/dashboard/"
ARTICLES = "/admin/articles/article/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])


def moderation_of(comment) -> str:
    return reverse("admin:comments_comment_moderate", args=[comment.pk])


def move_of(comment) -> str:
    return reverse("admin:comments_comment_move", args=[comment.pk])


def choose(client, action, comments, address=COMMENTS, **values):
    """Choose an action for the comments that are ticked in the list."""
    ticked = [str(comment.pk) for comment in comments]
    sent = {"action": action, ACTION_CHECKBOX_NAME: ticked, "index": "0", "select_across": "0"}
    return client.post(address, sent | values, follow=True)


def confirm(client, response, **values):
    """Press the button of the page that asks, with all that it carries."""
    form = soup(response).select_one("form.decide")
    carried: dict[str, list[str]] = {}
    for field in form.select("input[type=hidden]"):
        carried.setdefault(field["name"], []).append(field.get("value", ""))
    return client.post(
        response.request["PATH_INFO"] + query(response), carried | values, follow=True
    )


def query(response) -> str:
    string = response.request["QUERY_STRING"]
    return f"?{string}" if string else ""


def told(response) -> list[str]:
    """What the page says was done, but for the way back."""
    return [_without_undo(message) for message in soup(response).select(".messagelist li")]


def title(response) -> str:
    return soup(response).select_one("#content h1").text


def excerpts(response) -> list[str]:
    return [cell.text for cell in soup(response).select("#result_list .field-excerpt")]


def column(response, name) -> list[str]:
    return [cell.text for cell in soup(response).select(f"#result_list .field-{name}")]


def states(*comments) -> list[str]:
    found = dict(Comment.objects.values_list("pk", "state"))
    return [found[comment.pk] for comment in comments]


def everything() -> list[list[tuple]]:
    """All that moderation writes: to show that nothing has changed."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Comment, Decision, Move, StateChange)
    ]


def history(response) -> list[str]:
    lines = soup(response).select(".history li")
    for line in lines:
        line.find("time").decompose()
    return [_without_undo(line) for line in lines]


def _without_undo(tag) -> str:
    for link in tag.select("a.undo"):
        link.decompose()
    return flat(tag)
