"""What readers and authors send, and what they are then told."""

from uuid import uuid4

from django.core.signing import get_cookie_signer
from django.test import Client

from comments.models import Comment
from comments.people import Person
from tests.pages import flat, soup


def report(reason: str = "abuse", **values: str) -> dict[str, str]:
    return {"reason": reason, "text": "", "submission": str(uuid4())} | values


def of(who) -> Client:
    """The browser of an account, or of a guest."""
    client = Client()
    if isinstance(who, Person):
        client.cookies["guest"] = get_cookie_signer(salt="guest").sign(who.guest.hex)
    else:
        client.force_login(who)
    return client


def flag_address(comment: Comment) -> str:
    return f"/comments/{comment.pk}/flag/"


def footer(client: Client, comment: Comment, address: str | None = None) -> str:
    """What stands beneath a comment's words, as this reader sees it."""
    page = soup(client.get(address or comment.article.get_absolute_url()))
    return flat(page.select_one(f"#c-{comment.pk} > article > footer"))


def told(client: Client, comment: Comment, address: str | None = None) -> list[str]:
    """What its author is told of it, line by line."""
    page = soup(client.get(address or comment.article.get_absolute_url()))
    article = page.select_one(f"#c-{comment.pk} > article")
    for time in article.select("time"):
        time.string = "…"
    for line in article.select("br"):
        line.replace_with(" ")
    return [flat(line) for line in article.select(":is(.notice, .told) p")]
