"""Articles of a source: which are made here, and the account of all of them."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify

from articles.ids import new_id
from articles.markup import article_html
from articles.models import SLUG_LENGTH, Article, FormerSlug
from comments.exchange import words
from comments.exchange.addresses import LONGEST, page_key, slug_in
from comments.exchange.moments import moment
from comments.exchange.own_articles import own_article, settle
from comments.exchange.records import Markup
from comments.exchange.staging import Staged
from comments.statements import ask

AT_ONCE = 50
ADDRESSES_AT_ONCE = 1_000
TITLE_LENGTH = 200
BYLINE_LENGTH = 200
FRONT_PAGE = "Front page"
ROWS = """
SELECT n, rows.key, nth, place, verdict, reason, digest, data, grp_of.grp, grp_of.target,
    grp_of.address, grp_of.how,
    (SELECT min(at) FROM rows c WHERE c.grp = grp_of.grp AND c.kind = 'comment' AND c.verdict = '')
FROM rows LEFT JOIN groups AS grp_of ON grp_of.key = rows.key AND rows.verdict = ''
WHERE kind = 'article' ORDER BY n
"""


REMEMBER = """
INSERT INTO comments_oldaddress (id, run_id, address, fragment, article_id, comment_id)
SELECT * FROM json_to_recordset(%s)
    AS here (id bigint, run bigint, address text, fragment text, article bigint, comment bigint)
ON CONFLICT DO NOTHING
"""


class Address(NamedTuple):
    """A page elsewhere and an anchor on it, and what was there."""

    id: int
    run: int
    address: str
    fragment: str
    article: int
    comment: int | None

    @classmethod
    def of(cls, run: int, page: str, fragment: str, article: int, comment: int | None) -> "Address":
        return cls(new_id(article), run, page, fragment, article, comment)


class Found:
    """An article of the source, and what is meant by it here."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        n, key, nth, self.place, self.verdict, self.reason, digest, data, *rest = row
        self.group, self.target, self.address, self.how, self.first_at = rest
        self.key: str = key if nth == 1 else f"{key}#{nth}"
        self.digest = UUID(bytes=digest)
        self.data = data
        self.is_first = self.group == n
        # Its id, by another here.
        self.is_taken = False
        if not self.verdict and (self.target == "skip" or not self.is_first):
            self.verdict, self.reason = "skipped", self.how

    @property
    def own(self) -> dict[str, Any]:
        """What only our own lines say of it."""
        own: dict[str, Any] = json.loads(self.data)["own"] or {}
        return own

    @property
    def addresses(self) -> list[str]:
        """Where it was."""
        short = page_key(json.loads(self.data)["short_url"])
        known = [self.address or "", short, *self.own.get("addresses", ())]
        return [address for address in known if 0 < len(address) <= LONGEST]

    @property
    def has_own_id(self) -> bool:
        return self.is_new and bool(self.own)

    @property
    def is_new(self) -> bool:
        return not self.verdict and self.target == "create"

    @property
    def is_here(self) -> bool:
        return not self.verdict and self.target != "create"

    def article(self) -> Article:
        data = json.loads(self.data)
        if data["own"]:
            return own_article(self.key, data)
        url = words.clean(data["url"])
        title = words.one_line(data["title"]) or _named_by(url)
        text = words.text_of(data["text"], Markup(data["markup"]))
        # Many programs know articles only by their comments.
        at = data["published_at"] or self.first_at
        published_at = at and moment(at)
        is_public = data["is_public"]
        article = Article(
            id=new_id(),
            title=title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…",
            byline=words.one_line(data["byline"])[:BYLINE_LENGTH],
            slug=slugify(data["slug"], allow_unicode=True) or slugify(title, allow_unicode=True),
            body=text or (f"<{url}>" if "://" in url else title),
            state=Article.State.PUBLISHED if is_public else Article.State.DRAFT,
            published_at=published_at or (timezone.now() if is_public else None),
            created_at=published_at or timezone.now(),
            comments=Article.Comments.CLOSED if data["is_closed"] else Article.Comments.OPEN,
        )
        article.body_html = article_html(article.body)
        return article


def _named_by(url: str) -> str:
    """Its last part; of a front page its host, if that is known."""
    return slug_in(url) or page_key(url) or (FRONT_PAGE if url else "Untitled")


def articles_of(staged: Staged) -> Iterator[list[Found]]:
    rows = staged.link.execute(ROWS)
    while some := [Found(row) for row in islice(rows, AT_ONCE)]:
        yield some


def make(new: list[Found]) -> dict[str, Article]:
    """With their own ids, if they have any that are not taken."""
    made = {found.key: found.article() for found in new}
    for found in new:
        if found.is_taken:
            made[found.key].pk = new_id()
    create(list(made.values()))
    settle((made[found.key], found.own) for found in new)
    return made


def create(articles: list[Article]) -> None:
    """Store these, each at an address that no other article has or had."""
    taken = _taken({name for article in articles for name in (article.slug, _stem(article))})
    for article in articles:
        if not article.slug or article.slug in taken or len(article.slug) > SLUG_LENGTH:
            article.slug = _free(_stem(article), taken)
        taken.add(article.slug)
    Article.objects.bulk_create(articles)
    FormerSlug.objects.bulk_create(
        FormerSlug(id=new_id(), article=article, slug=article.slug) for article in articles
    )


def remember_addresses(rows: Iterable[Address]) -> None:
    """Where things were. The first to have been somewhere keeps the address."""
    source = iter(rows)
    while some := [row._asdict() for row in islice(source, ADDRESSES_AT_ONCE)]:
        ask(REMEMBER, [json.dumps(some)])


def _stem(article: Article) -> str:
    return article.slug[: SLUG_LENGTH - 8].strip("-_") or "article"


def _taken(stems: set[str]) -> set[str]:
    taken = set(FormerSlug.objects.filter(slug__in=stems).values_list("slug", flat=True))
    taken |= set(Article.objects.filter(slug__in=stems).values_list("slug", flat=True))
    for stem in list(taken):
        numbered = FormerSlug.objects.filter(slug__startswith=f"{stem}-")
        taken |= set(numbered.values_list("slug", flat=True))
        articles = Article.objects.filter(slug__startswith=f"{stem}-")
        taken |= set(articles.values_list("slug", flat=True))
    return taken


def _free(stem: str, taken: set[str]) -> str:
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
