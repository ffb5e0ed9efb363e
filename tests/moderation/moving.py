"""The form that moves a comment, filled in and read."""

from comments.models import Comment
from tests.moderation.desk import confirm, move_of
from tests.pages import flat, soup

THREADS = """
Ada: Where does it go?
  Ben: Over the river.
    Cem: Which river?
    Ada: The long one.
Dee: When does it open?
"""


def send(client, comment, **values):
    """Fill in the form that the page has, and send it."""
    return confirm(client, client.get(move_of(comment)), **values)


def problems(response) -> list[str]:
    return [flat(item) for item in soup(response).select(".errorlist li")]


def number(comment) -> str:
    return Comment.objects.get(pk=comment.pk).number
