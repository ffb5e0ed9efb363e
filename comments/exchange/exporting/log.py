"""What happened to comments and persons, as lines: each kind by its ids, one after the other."""

from collections.abc import Iterator
from typing import Any

from comments.exchange.exporting.scope import Scope
from comments.exchange.exporting.snapshot import told

AT_ONCE = 1_000

Line = dict[str, Any]

REASONS = """
SELECT name, words, position, is_active FROM comments_reason ORDER BY position, name
"""
# Each begins with its id and its columns are the line's fields. Persons are named last: an
# account's number means nothing on another site, so that its name has to stand for it.
NAMED = "CASE WHEN {0} ~ '^a[0-9]+$' THEN (SELECT 'a:' || username FROM auth_user \
WHERE id = substr({0}, 2)::bigint) ELSE {0} END"
PERSON = NAMED.format("person")
USERNAME = "(SELECT username FROM auth_user WHERE auth_user.id = {})"
MODERATOR = USERNAME.format("moderator_id") + " AS moderator, moderator_name"

DECISIONS = f"""
SELECT id, article_id AS article, comment_id AS comment, {PERSON} AS person, verb, branch,
    (SELECT name FROM comments_reason r WHERE r.id = cause_id) AS cause, reason, tells_author,
    before, after, undoes_id AS undoes, {MODERATOR}, decided_at
FROM comments_decision WHERE
"""
BENEATH = {
    "change": """
SELECT id, article_id AS article, comment_id AS comment, decision_id AS decision, before, after,
    changed_at
FROM comments_statechange WHERE
""",
    "move": """
SELECT id, article_id AS article, comment_id AS comment, decision_id AS decision, size,
    from_parent_id AS from_parent, from_tree, from_ordinal, to_parent_id AS to_parent, to_tree,
    to_ordinal
FROM comments_move WHERE
""",
    "hold": """
SELECT id, article_id AS article, comment_id AS comment, code, evidence, name
FROM comments_hold WHERE
""",
    "flag": f"""
SELECT id, article_id AS article, comment_id AS comment, {USERNAME.format("author_id")} AS account,
    guest, counts, reason, words, created_at, decision_id AS decision
FROM comments_flag WHERE
""",
    "appeal": """
SELECT id, article_id AS article, comment_id AS comment, words, created_at,
    decision_id AS decision
FROM comments_appeal WHERE
""",
}
NOTES = f"""
SELECT id, {PERSON} AS person, words, {MODERATOR}, written_at FROM comments_note WHERE
"""
SANCTIONS = f"""
SELECT id, does, {NAMED.format("key")} AS key, {PERSON} AS person, name, until, reason,
    decision_id AS decision, lifted_by_id AS lifted_by
FROM comments_sanction WHERE
"""
PAGE = " AND id > %(after)s ORDER BY id LIMIT %(limit)s"

OF_ARTICLES = "article_id = ANY(%(articles)s)"
# A decision about a person may have changed their comments under any article.
DECIDED_HERE = f"""({OF_ARTICLES} OR article_id IS NULL AND (
    id IN (SELECT decision_id FROM comments_statechange WHERE {OF_ARTICLES}) OR {{}}))"""
SINCE_DECIDED = "decided_at >= %(since)s"
SINCE_WRITTEN = "written_at >= %(since)s"
SINCE_SANCTIONED = f"""EXISTS (SELECT FROM comments_decision d
    WHERE d.id IN (decision_id, lifted_by_id) AND d.{SINCE_DECIDED})"""

IDS = {
    "id", "article", "comment", "decision", "undoes", "lifted_by", "from_parent", "from_tree",
    "to_parent", "to_tree",
}  # fmt: skip


def reasons() -> Iterator[Line]:
    return ({"type": "reason", **row} for row in told(REASONS))


def log_of(scope: Scope) -> Iterator[Line]:
    yield from _of_comments(scope, "decision", DECISIONS, _decided(scope))
    for kind, statement in BENEATH.items():
        yield from _of_comments(scope, kind, statement, "true" if scope.is_whole else OF_ARTICLES)
    if scope.is_site:
        since = scope.since is not None
        yield from _pages(scope, "note", NOTES, SINCE_WRITTEN if since else "true")
        yield from _pages(scope, "sanction", SANCTIONS, SINCE_SANCTIONED if since else "true")


def _decided(scope: Scope) -> str:
    if scope.is_whole:
        return "true"
    return DECIDED_HERE.format(SINCE_DECIDED if scope.is_site else "false")


def _of_comments(scope: Scope, kind: str, statement: str, condition: str) -> Iterator[Line]:
    for line in _pages(scope, kind, statement, condition):
        article, comment, at = line["article"], line["comment"], line.get("decided_at")
        if not article or scope.takes(int(article), int(comment) if comment else None, at):
            yield line


def _pages(scope: Scope, kind: str, statement: str, condition: str) -> Iterator[Line]:
    values = {"articles": list(scope.articles), "since": scope.since}
    used = {name: value for name, value in values.items() if f"%({name})s" in condition}
    after = 0
    while rows := told(statement + condition + PAGE, after=after, limit=AT_ONCE, **used):
        after = rows[-1]["id"]
        for row in rows:
            yield {"type": kind, **row, **{name: _id(row[name]) for name in IDS & row.keys()}}


def _id(value: int | None) -> str:
    return "" if value is None else str(value)
