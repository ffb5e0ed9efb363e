"""What a test reads off a page, as a reader would."""

from collections.abc import Iterator
from contextlib import contextmanager

from bs4 import BeautifulSoup, Tag
from django.core.cache import cache

from articles.pages import _skeleton


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def flat(tag: Tag) -> str:
    return " ".join(tag.text.split())


def outline(response) -> str:
    """The conversation as readers see it: number, heading and first words, indented as nested."""
    page = soup(response).select_one("#conversation")
    return "\n".join(_line(item) for item in page.select("li"))


def numbers(response) -> list[str]:
    return [link.text for link in soup(response).select("#conversation li > article .number")]


def errors(response) -> list[str]:
    """What the page says is wrong: about the whole form first, then field by field."""
    return [flat(e) for e in soup(response).select("form .problem p, .error")]


def typed(response, name: str) -> str:
    """What stands in a field of the form that is shown again."""
    field = soup(response).select_one(f"form.write [name={name}]")
    # HTML drops the first newline in a textarea.
    return field.text.removeprefix("\n") if field.name == "textarea" else field.get("value", "")


def submission(response) -> str:
    return typed(response, "submission")


@contextmanager
def other_pages() -> Iterator[None]:
    """Within it pages are made anew: under another setting they would be others."""
    _forget_pages()
    try:
        yield
    finally:
        _forget_pages()


def _forget_pages() -> None:
    _skeleton.cache_clear()
    cache.clear()


def _line(item: Tag) -> str:
    depth = len(item.find_parents("ol")) - 1
    article = item.find("article", recursive=False)
    heading = article.find("h3") or article.find(class_="notice")
    words = article.find(class_="words")
    text = " ".join([*heading.text.split(), *(words.text.split() if words else [])])
    return f"{'  ' * depth}{text}"
