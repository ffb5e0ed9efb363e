"""What rules would have been told about comments of the past, as of when each was written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from comments.rulebook.kinds import Kind, Terms

# What a moderator has made of it. What came in as removed or as spam was decided elsewhere.
ASKED = """
WITH asked AS (
    SELECT id, article_id, tree_id, level, author_id, guest, name, website, text, state, created_at
    FROM comments_comment c
    WHERE %(article)s::bigint IS NULL OR article_id = %(article)s::bigint
    ORDER BY created_at DESC LIMIT %(most)s
), since AS (SELECT min(created_at) AS at FROM asked){facts}
SELECT asked.id, asked.created_at, asked.author_id IS NOT NULL, asked.name, asked.website,
    {text}, CASE
        WHEN asked.state IN ('removed', 'spam') THEN asked.state
        WHEN asked.state = 'published' AND (EXISTS (
            SELECT FROM comments_statechange h WHERE h.comment_id = asked.id
            AND h.after = 'published' AND h.decision_id IS NOT NULL
        ) OR EXISTS (
            SELECT FROM comments_decision d WHERE d.comment_id = asked.id AND d.verb = 'keep'
        )) THEN 'published'
        ELSE 'undecided'
    END, {fact}
FROM asked {join}
ORDER BY asked.created_at, asked.id
"""

# A sum that grows and shrinks with each person's published comments, read where they wrote.
PUBLISHED = """, theirs AS (
    SELECT DISTINCT author_id, NULL::uuid AS guest FROM asked WHERE author_id IS NOT NULL
  UNION ALL
    SELECT DISTINCT NULL::integer, guest FROM asked WHERE author_id IS NULL AND guest IS NOT NULL
), written AS (
    SELECT c.id, c.state, c.created_at, 'a' || c.author_id AS person
    FROM theirs JOIN comments_comment c ON c.author_id = theirs.author_id
  UNION ALL
    SELECT c.id, c.state, c.created_at, 'g' || c.guest
    FROM theirs JOIN comments_comment c ON c.guest = theirs.guest AND c.author_id IS NULL
), changes AS (
    SELECT w.person, w.id, h.id AS change, h.before, h.after, h.changed_at
    FROM written w JOIN comments_statechange h ON h.comment_id = w.id
), steps AS (
    SELECT person, id, created_at AS at, (coalesce(
        (SELECT before FROM changes WHERE changes.id = written.id ORDER BY change LIMIT 1), state
    ) = 'published')::int AS more, true AS is_post FROM written
  UNION ALL
    SELECT person, id, changed_at, (after = 'published')::int - (before = 'published')::int, false
    FROM changes
), running AS (
    SELECT id, is_post, sum(more) OVER (
        PARTITION BY person ORDER BY at RANGE UNBOUNDED PRECEDING EXCLUDE GROUP
    ) AS published FROM steps
)"""
# How many there were so shortly before: of the same person, or in the same thread.
RECENT = """, recent AS (
    SELECT id, count(*) OVER (
        PARTITION BY {by} ORDER BY c.created_at
        RANGE make_interval(mins => %(minutes)s) PRECEDING EXCLUDE CURRENT ROW
    ) AS recent
    FROM comments_comment c, since
    WHERE c.created_at >= since.at - make_interval(mins => %(minutes)s) AND {among}
)"""
PERSON = "coalesce('a' || c.author_id, 'g' || c.guest, 'c' || c.id)"
FLAGS = """(
    SELECT count(DISTINCT coalesce('a' || flag.author_id, 'g' || flag.guest))
    FROM comments_flag flag WHERE flag.comment_id = asked.id AND flag.counts
)"""

# For each kind: what is worked out before, what is read of it, and from where.
JOIN_RECENT = "JOIN recent ON recent.id = asked.id"
FACTS: dict[Kind, tuple[str, str, str]] = {
    Kind.FIRST: (
        PUBLISHED,
        "coalesce(running.published, 0)",
        "LEFT JOIN running ON running.id = asked.id AND running.is_post",
    ),
    Kind.SPEED: (RECENT.format(by=PERSON, among="true"), "recent.recent", JOIN_RECENT),
    Kind.HEAT: (
        RECENT.format(by="c.tree_id", among="c.level > 0"),
        "coalesce(recent.recent, 0)",
        f"LEFT {JOIN_RECENT}",
    ),
    Kind.AGE: (
        "",
        "coalesce(extract(day FROM asked.created_at - article.published_at), 0)::int",
        "JOIN articles_article article ON article.id = asked.article_id",
    ),
    Kind.FLAGS: ("", FLAGS, ""),
}
OF_TEXT = frozenset({Kind.LINKS, Kind.WORDS, Kind.LIKENESS, Kind.SPAM})


@dataclass(frozen=True)
class Past:
    """A comment as it was sent. `fact` is what the kind counts, `verdict` what became of it."""

    id: int
    created_at: datetime
    has_account: bool
    name: str
    website: str
    text: str
    verdict: str
    fact: int


def comments_of_the_past(terms: Terms, article_id: int | None, most: int) -> list[Past]:
    """The last comments, the oldest first, with what rules of this kind ask."""
    facts, fact, join = FACTS.get(terms.kind, ("", "0", ""))
    text = "asked.text" if terms.kind in OF_TEXT else "''"
    statement = ASKED.format(facts=facts, fact=fact, join=join, text=text)
    values: dict[str, Any] = {"article": article_id, "most": most, "minutes": terms.minutes}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Past(*row) for row in cursor.fetchall()]
