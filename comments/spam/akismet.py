"""What Akismet says of a guest's comment, where the site's owner has given it a key.

It may only let a comment wait. Where it does not answer it has no opinion.
"""

import logging
import time
from http.client import HTTPException
from typing import NamedTuple, Protocol
from urllib.error import URLError
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

from django.conf import settings
from django.http import HttpRequest

from articles.models import Article
from comments.people import Person
from comments.rules import EVIDENCE_LENGTH, Suspicion
from comments.suspicions import AKISMET
from config.address import address_behind

logger = logging.getLogger(__name__)

# For so many seconds somebody waits who posts.
PATIENCE = 2
# And once it has not answered, nobody for so many.
QUIET = 60
# It wants an address with everything; sites that know none send this one.
NO_ADDRESS = "127.0.0.1"
ANSWER_LENGTH = 1_000
SPAM, HAM = "true", "false"


class Unanswered(Exception):
    """Akismet cannot be reached, or says nothing that makes sense."""


class Answer(NamedTuple):
    text: str
    # Its advice for what is spam beyond doubt: "discard".
    tip: str
    # What it thinks is wrong with the question.
    help: str


class Signed(Protocol):
    """A comment, or the author of one."""

    @property
    def name(self) -> str: ...

    @property
    def email(self) -> str: ...

    @property
    def website(self) -> str: ...


class Line:
    """Whether it answers. A failure is logged once, until it answers again."""

    def __init__(self) -> None:
        self.is_down = False
        self.quiet_until = 0.0

    def is_quiet(self) -> bool:
        return time.monotonic() < self.quiet_until

    def failed(self, error: Unanswered) -> None:
        if not self.is_down:
            logger.warning("Akismet has no opinion: %s", error)
        self.is_down, self.quiet_until = True, time.monotonic() + QUIET

    def answered(self) -> None:
        if self.is_down:
            logger.info("Akismet answers again")
        self.is_down = False


line = Line()


def suspicions(
    request: HttpRequest, article: Article, author: Person, text: str
) -> list[Suspicion]:
    """Whether it takes what a guest has just written for spam."""
    if not settings.AKISMET_KEY or author.user_id is not None or line.is_quiet():
        return []
    address = address_behind(request) or NO_ADDRESS
    seen = {"user_ip": address, "user_agent": request.headers.get("User-Agent", "")}
    try:
        answer = ask("comment-check", described(author, text, article) | seen, {SPAM, HAM})
    except Unanswered as error:
        line.failed(error)
        return []
    line.answered()
    return [Suspicion(AKISMET, answer.tip[:EVIDENCE_LENGTH])] if answer.text == SPAM else []


def described(author: Signed, text: str, article: Article) -> dict[str, str]:
    """A comment, as each question about it describes it."""
    return {
        "permalink": urljoin(settings.AKISMET_SITE, article.get_absolute_url()),
        "comment_type": "comment",
        "comment_author": author.name,
        "comment_author_email": author.email,
        "comment_author_url": author.website,
        "comment_content": text,
    }


def ask(call: str, values: dict[str, str], expected: set[str]) -> Answer:
    """Raises Unanswered for any answer but the `expected` ones."""
    site = {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.AKISMET_SITE,
        "blog_lang": settings.LANGUAGE_CODE,
        "blog_charset": "UTF-8",
    }
    test = {"is_test": "1"} if settings.DEMO else {}
    answer = _sent(call, urlencode(site | values | test).encode())
    if answer.text not in expected:
        raise Unanswered(answer.help or answer.text[:EVIDENCE_LENGTH] or "an empty answer")
    return answer


def _sent(call: str, body: bytes) -> Answer:
    address = urljoin(settings.AKISMET_URL, call)
    request = Request(address, body, {"User-Agent": "Understory/1.0"})  # noqa: S310 - a setting
    try:
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - as above
            text = response.read(ANSWER_LENGTH).decode(errors="replace").strip()
            heading = response.headers.get
            tip, help_ = heading("X-akismet-pro-tip", ""), heading("X-akismet-debug-help", "")
            return Answer(text, tip, help_)
    except URLError as error:
        raise Unanswered(str(error.reason)) from error
    except (OSError, HTTPException) as error:
        raise Unanswered(repr(error)) from error
