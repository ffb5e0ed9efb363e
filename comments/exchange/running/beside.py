"""What other sources have brought to the same articles: the same comments under other ids, maybe.

Whoever gives an export another name, or moves from one program to the next, would have them twice.
"""

from comments.exchange.account import Beside
from comments.exchange.running.course import Course
from comments.statements import ask

# More sources of one article than anybody wants to read of.
SOURCES_TOLD = 5
WITH_COMMENTS = """
SELECT DISTINCT target FROM groups WHERE target NOT IN ('create', 'skip') AND EXISTS (
    SELECT 1 FROM rows INDEXED BY naming
    WHERE rows.article = groups.key AND rows.article <> '' AND kind = 'comment' AND verdict = ''
)
"""
FROM_ELSEWHERE = """
SELECT l.source, count(DISTINCT c.article_id), count(*)
FROM comments_comment c JOIN comments_ledgerrow l ON l.comment_id = c.id
WHERE c.article_id = ANY(%(articles)s) AND l.source <> %(source)s
AND l.made_in_id IS NOT NULL AND NOT l.is_tombstone
GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT %(most)s
"""


def from_elsewhere(course: Course) -> list[Beside]:
    """Of articles that are here and get comments. Nothing that this import stores changes it."""
    found = course.staged.link.execute(WITH_COMMENTS)
    articles = [int(target) for (target,) in found]
    said = {"articles": articles, "source": course.run.source, "most": SOURCES_TOLD}
    return [Beside(*row) for row in ask(FROM_ELSEWHERE, said)] if articles else []
