"""What the rules say of what somebody is about to say, and of what readers have flagged."""

from datetime import datetime

from django.conf import settings
from django.http.request import validate_host
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.people import Person
from comments.rulebook.asking import Answer, Question, answered
from comments.rulebook.kinds import OF_GUESTS, OF_WORDS, Candidate, Kind
from comments.rulebook.shelf import read_book
from comments.rules import Suspicion
from comments.spam.links import part_links
from comments.spam.words import folded

OF_POSTS = frozenset(Kind) - {Kind.FLAGS}


def suspicions(
    article: Article,
    author: Person,
    text: str,
    *,
    parent: Comment | None = None,
    edited: Comment | None = None,
) -> list[Suspicion]:
    """Of a new comment, in answer to `parent`, or of the new words of an `edited` one."""
    now = timezone.now()
    found = answered(
        Question(
            article_id=article.pk,
            author=author,
            text=text,
            tree_id=parent.tree_id if parent else None,
            now=now,
            own=edited.pk if edited else 0,
        ),
        _kinds(author, edited),
    )
    candidate = _candidate(article, author, text, found, now)
    return found.book.suspicions(candidate)


def of_flags(comment: Comment, people: int) -> list[Suspicion]:
    """Of a comment that so many different people have flagged."""
    book = read_book(comment.article_id).only({Kind.FLAGS})
    return book.suspicions(Candidate(text="", flags=people))


def _kinds(author: Person, edited: Comment | None) -> frozenset[Kind]:
    """Who edits could have changed the words alone; who has an account is no program."""
    kinds = OF_WORDS if edited else OF_POSTS
    return kinds - OF_GUESTS if author.user_id is not None else kinds


def _candidate(
    article: Article, author: Person, text: str, found: Answer, now: datetime
) -> Candidate:
    return Candidate(
        text=text,
        name=author.name,
        website=author.website,
        links=links_in(text),
        article_days=_days(article.published_at, now),
        published=found.published,
        posts=found.posts,
        replies=found.replies,
        likes=found.likes,
        spam=found.spam,
    )


def links_in(text: str) -> int:
    """How many different places a text leads to, this site left out."""
    own = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    links = part_links(folded(text))[1]
    return len({link for link in links if not validate_host(link.host, own)})


def _days(since: datetime | None, now: datetime) -> int:
    return (now - since).days if since else 0
