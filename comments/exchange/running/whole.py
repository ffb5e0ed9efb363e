"""An import as a whole: articles, then threads by the thousand comments, then all that is loose.

Each portion is one transaction with its lines in the ledger, so that an import that was stopped,
however roughly, goes on where it was. A dry run decides the same and writes nothing.
"""

from django.db import connection

from comments.exchange.account import Account
from comments.exchange.running.articles import bring_articles
from comments.exchange.running.beside import from_elsewhere
from comments.exchange.running.conversations import bring_conversations
from comments.exchange.running.course import Course
from comments.exchange.running.log import bring_log
from comments.exchange.running.loose import bring_loose_rows
from comments.exchange.running.pingbacks import bring_pingbacks

# Without the words: their statistics take as long as thousands of comments, and autovacuum's time.
ANALYSE = """
ANALYZE comments_ledgerrow, comments_comment
    (article_id, parent_id, tree_id, lft, level, ordinal, state, visible, created_at)
"""


def bring_in(course: Course) -> Account:
    course.account.beside = from_elsewhere(course)
    bring_articles(course)
    bring_conversations(course)
    bring_pingbacks(course)
    bring_loose_rows(course)
    if course.own:
        bring_log(course)
    if course.account.changes and not course.is_dry:
        with connection.cursor() as cursor:
            cursor.execute(ANALYSE)
    return course.account
