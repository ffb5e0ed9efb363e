"""A moderator's ways to a person, and what is read there."""

from django.urls import reverse

from comments.actions import About
from comments.persons.keys import Key, key_of
from tests.pages import flat, soup


def key(comment) -> str:
    comment.refresh_from_db()
    return key_of(comment)


def about(comment) -> About:
    return About(Key.read(key(comment)), comment.name)


def person_of(comment, act="") -> str:
    return address(key(comment), act)


def address(of, act="") -> str:
    name = f"admin:comments_person_{act}" if act else "admin:comments_person"
    return reverse(name, args=[of])


def facts(response) -> dict[str, str]:
    found = soup(response).select_one(".person dl.facts")
    names = [flat(each) for each in found.select("dt")]
    return dict(zip(names, map(flat, found.select("dd")), strict=True))


def section(response, name) -> list[str]:
    """What each row of a section says, without its times."""
    part = soup(response).select_one(f"section[aria-labelledby={name}]")
    if part is None:
        return []
    for time in part.select("time"):
        time.decompose()
    return [flat(row) for row in part.select("li")]


def problems(response) -> list[str]:
    return [flat(each) for each in soup(response).select(".errorlist li")]
