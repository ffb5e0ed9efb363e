from collections.abc import Iterable
from io import TextIOWrapper
from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from articles import freshness
from articles.lookup import find_article, may_read, number_in
from articles.models import Article
from articles.old import moved
from articles.own import own_parts
from articles.pages import View, fresh_page, kept_page, whole_page
from comments import rules
from comments.discussions import Discussion, find_discussion
from comments.elsewhere import PLAIN
from comments.former import comment_with
from comments.identity import person
from comments.overlay import laid_over
from comments.own import of_reader
from comments.places import place_of
from comments.rights import may_moderate
from comments.tallies import Counts, counts_of

ARTICLES_A_PAGE = 20
NEWEST = "newest"
WHOLE = "whole"


def front_page(request: HttpRequest) -> HttpResponse:
    """Published articles, newest first; `?before=<id>` goes on behind that article."""
    led = moved(request) if request.GET.keys() & PLAIN else None
    if led is not None:
        return led
    articles = Article.objects.published().newest_first()
    before = _article_at(number_in(request, "before"))
    if before is not None:
        articles = articles.behind(before)
    shown = list(articles.defer("body", "body_html")[: ARTICLES_A_PAGE + 1])
    more = len(shown) > ARTICLES_A_PAGE
    shown = shown[:ARTICLES_A_PAGE]
    counts = counts_of([article.pk for article in shown])
    context = {
        "entries": [(article, counts.get(article.pk, Counts())) for article in shown],
        "before": shown[-1].pk if more else None,
        "is_first": before is None,
    }
    return render(request, "articles/front_page.html", context)


def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An article and a page of its conversation, or with `?view=whole` all of it."""
    found, user = find_discussion(slug), request.user
    if found is None:
        return redirect(find_article(slug, user), permanent=True)
    if not may_read(found.article, user):
        raise Http404
    view = _view_for(request, found.article)
    key = view.key(found)
    unchanged = freshness.unchanged(request, key)
    if unchanged is not None:
        return unchanged
    response = _page(request, found, view, key)
    freshness.mark(request, response, key)
    return response


def number(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """To the comment with this number, or the one that had it before it was moved."""
    article = find_article(slug, request.user)
    found = comment_with(article, tuple(map(int, number.split("."))))
    if found is None or not rules.may_see(found, person(request)):
        raise Http404
    return redirect(place_of(found))


def _view_for(request: HttpRequest, article: Article) -> View:
    now = timezone.now()
    return View(
        start=number_in(request, "from"),
        newest=request.GET.get("order") == NEWEST,
        whole=request.GET.get("view") == WHOLE,
        is_open=rules.may_post(article, now) is None,
        is_draft=not article.is_public(now),
        signed_in=request.user.is_authenticated,
        moderates=may_moderate(request),
    )


def _page(request: HttpRequest, found: Discussion, view: View, key: str) -> HttpResponseBase:
    reader = person(request)
    theirs = of_reader(found.article.pk, reader)
    own = own_parts(request, view) | laid_over(theirs, reader)
    if view.whole:
        return _whole(whole_page(found, view, own))
    withheld = theirs.withheld
    page = fresh_page(found, view, withheld) if withheld else kept_page(key, found, view)
    return HttpResponse(page.filled(own))


def _whole(pieces: Iterable[str]) -> FileResponse:
    """Written to a file first: the database need not wait for a slow reader, nor memory hold it."""
    file = TemporaryFile("w+b")  # noqa: SIM115 - the response closes it
    text = TextIOWrapper(file, encoding="utf-8")
    text.writelines(pieces)
    text.detach()
    file.seek(0)
    return FileResponse(file, content_type="text/html; charset=utf-8")


def _article_at(article_id: int | None) -> Article | None:
    """The article that a page goes on behind."""
    if article_id is None:
        return None
    return Article.objects.published().filter(pk=article_id).first()
