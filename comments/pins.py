"""The comments that stand above a conversation too."""

from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import Truncator

from articles.models import Article
from comments.models import Comment
from comments.places import place_of
from comments.querysets import number_text, numbers_of

# A longer one is cut: the conversation itself should not be far.
WHOLE_UP_TO = 600


@dataclass(frozen=True)
class Pin:
    """A pinned comment: its words as HTML, or the beginning of them as text."""

    comment: Comment
    number: str
    place: str
    beginning: str


def pins_of(article: Article) -> list[Pin]:
    """Those that can be read, in the order of their numbers."""
    found = Comment.objects.under(article).published().filter(pinned=True).select_related("article")
    comments = {comment.pk: comment for comment in found.defer("article__body")}
    numbers = sorted(numbers_of(list(comments)).items(), key=lambda item: [n or 0 for n in item[1]])
    return [_pin(comments[pk], number_text(number)) for pk, number in numbers]


def _pin(comment: Comment, number: str) -> Pin:
    is_long = len(comment.text) > WHOLE_UP_TO
    beginning = Truncator(unescape(strip_tags(comment.html))).chars(WHOLE_UP_TO) if is_long else ""
    return Pin(comment, number, place_of(comment), beginning)
