from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from articles.lookup import find_article, number_in
from articles.models import Article
from comments import reading, rules
from comments.forms import CommentForm
from comments.identity import may_moderate, person
from comments.rendering import Setting, comments_html, reply_list_html
from comments.tallies import Counts, counts_of

ARTICLES_A_PAGE = 20
NEWEST = "newest"


def front_page(request: HttpRequest) -> HttpResponse:
    """Published articles, newest first; `?before=<id>` goes on behind that article."""
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


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article and a page of its conversation."""
    found = find_article(slug, request.user)
    if found.slug != slug:
        return redirect(found, permanent=True)
    newest = request.GET.get("order") == NEWEST
    visitor, now = person(request), timezone.now()
    page = reading.conversation(found, visitor, start=number_in(request, "from"), newest=newest)
    refusal = rules.may_post(found, now)
    context = {
        "article": found,
        "is_draft": not found.is_public(now),
        "count": counts_of([found.pk]).get(found.pk, Counts()).published,
        "comments": comments_html(
            page, Setting(visitor, now, is_open=refusal is None, moderates=may_moderate(request))
        ),
        "reply_list": reply_list_html(),
        "page": page,
        "newest": newest,
        "is_open": refusal is None,
        "closes_at": found.comments_close_at(),
        "form": CommentForm(auto_id="write-%s", signed_in=visitor.user_id is not None),
        "action": reverse("post", args=[found.slug]),
    }
    return render(request, "articles/article.html", context)


def _article_at(article_id: int | None) -> Article | None:
    """The article that a page goes on behind."""
    if article_id is None:
        return None
    return Article.objects.published().filter(pk=article_id).first()
