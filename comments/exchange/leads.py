"""What the fields of lines of the log lead to here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from comments.exchange import exact, ledger
from comments.exchange.happened import Kind, To
from comments.exchange.landing import Landed, Landing
from comments.exchange.moments import moment
from comments.models import Comment, Decision, Reason
from comments.persons.keys import account_person

ACCOUNT = "a:"

Fields = dict[str, Any]


class Nowhere(Exception):
    """A line leads to nothing that is here."""


class Leads:
    """Of a portion of lines: all that they name, looked up together."""

    def __init__(self, source: str, landing: Landing, kind: Kind, lines: Iterable[Fields]) -> None:
        self.source = source
        self.landing = landing
        self.kind = kind
        lines = list(lines)
        self.comments = self._comments(self._named(lines, To.COMMENT, To.THREAD))
        self.articles = landing.find("article", self._named(lines, To.ARTICLE))
        self.decisions = self._decisions(self._named(lines, To.DECISION))
        self.known = {
            To.ARTICLE: self.articles,
            To.COMMENT: self.comments,
            To.DECISION: self.decisions,
        }
        self.reasons = self._reasons(self._named(lines, To.REASON))
        self.accounts = exact.accounts(
            name.removeprefix(ACCOUNT) for name in self._named(lines, To.ACCOUNT, To.PERSON)
        )

    def values(self, line: Fields) -> Fields:
        """The line as columns. Raises Nowhere."""
        said = {name: line[name] for name in self.kind.plain}
        said |= {name: UUID(line[name]) if line[name] else None for name in self.kind.uuids}
        said |= {name: _time(line[name]) for name in self.kind.times}
        # Whatever the line says: what is kept about a comment stands under its article.
        about = self.comments.get(line.get("comment", ""))
        for column, (name, to) in self.kind.links.items():
            if to == To.ARTICLE and about:
                said[column] = about.article
            else:
                said[column] = self._lead(to, line[name]) if line[name] else _nothing(to)
        return said

    def roughly(self, column: str, line: Fields) -> Any:
        """What a column will be, if anything."""
        name, to = self.kind.links[column]
        if to == To.DECISION:
            return int(line[name]) if line[name] else None
        try:
            return self._lead(to, line[name]) if line[name] else None
        except Nowhere:
            return None

    def about(self, line: Fields) -> Landed | None:
        """Where the comment, or else the article, stands that it is about."""
        if line.get("comment"):
            return self.comments.get(line["comment"])
        return self.articles.get(line.get("article", ""))

    def _lead(self, to: To, named: str) -> Any:
        if to == To.ACCOUNT:
            return self.accounts.get(named)
        if to == To.PERSON:
            return self._person(named)
        if to == To.REASON:
            return self.reasons.get(named)
        if to == To.THREAD:
            return (self.comments.get(named) or Landed(None)).here or int(named)
        found = self.known[to].get(named)
        if found is None or found.here is None:
            raise Nowhere(f"its {to} is not here")
        return found.here

    def _person(self, named: str) -> str:
        if not named.startswith(ACCOUNT):
            return named
        account = self.accounts.get(named.removeprefix(ACCOUNT))
        return account_person(account) if account else ""

    def _named(self, lines: Iterable[Fields], *kinds: To) -> list[str]:
        names = [name for name, to in self.kind.links.values() if to in kinds]
        return sorted({line[name] for line in lines for name in names if line[name]})

    def _comments(self, keys: list[str]) -> dict[str, Landed]:
        """Those of this file; else of an earlier import; else those that have the id here."""
        landed = self.landing.find("comment", keys)
        other = [key for key in keys if key not in landed]
        known = {
            key: entry.comment_id
            for key, entry in ledger.known(self.source, "comment", other).items()
            if entry.comment_id and not entry.is_tombstone
        }
        ids = {key: known.get(key, int(key)) for key in other}
        articles = dict(Comment.objects.filter(pk__in=ids.values()).values_list("pk", "article_id"))
        # Without a ledger, only beneath articles of the file: it may not speak of others.
        ours = self.landing.articles(articles.values())
        found = {
            key: Landed(pk, article)
            for key, pk in ids.items()
            if (article := articles.get(pk)) and (key in known or article in ours)
        }
        return landed | found

    def _decisions(self, keys: list[str]) -> dict[str, Landed]:
        landed = self.landing.find("decision", keys)
        other = [int(key) for key in keys if key not in landed]
        there = Decision.objects.filter(pk__in=other).values_list("pk", flat=True)
        return landed | {str(pk): Landed(pk) for pk in there}

    def _reasons(self, names: list[str]) -> dict[str, int]:
        return dict(Reason.objects.filter(name__in=names).values_list("name", "pk"))


def _time(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def _nothing(to: To) -> str | None:
    return "" if to == To.PERSON else None
