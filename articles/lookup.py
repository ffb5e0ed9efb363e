"""What an address asks for."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from articles.models import Article, FormerSlug

# The database's largest. Its digits are counted first: no long text is turned into a number.
LARGEST = 2**63 - 1
MOST_DIGITS = 19


def may_read(article: Article, user: Any) -> bool:
    """Whether it is there for this user: a draft is so for editors alone."""
    return article.is_public(timezone.now()) or user.has_perm("articles.change_article")


def find_article(slug: str, user: Any) -> Article:
    """The article at this address or a former one, if this user may read it; else Http404."""
    readable = Article.objects.readable_by(user)
    article = readable.filter(slug=slug).first()
    if article is None:
        former = FormerSlug.objects.filter(slug=slug).values("article_id")
        article = readable.filter(pk__in=former).first()
    if article is None:
        raise Http404
    return article


def number_in(request: HttpRequest, name: str) -> int | None:
    """A number in the address; None if it is missing or nothing that could be one."""
    text = request.GET.get(name, "")
    return int(text) if is_number(text) else None


def is_number(text: str) -> bool:
    is_short = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return is_short and int(text) <= LARGEST
