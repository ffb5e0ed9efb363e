"""Takes out of everything that is kept what tells who somebody is; on request, what they said."""

from typing import Any

from django.db import transaction

from articles.ids import new_id
from comments import states
from comments.actions.base import Refused
from comments.dossier import accounts, parts
from comments.dossier.counting import counts_of
from comments.dossier.whom import THEIRS, WRITTEN, Whom
from comments.locking import Moved, persistent
from comments.models import Erasure, State
from comments.rules import Refusal
from comments.spam import unlearning
from comments.statements import ask
from comments.tallies import count_all

# Who undoes a decision locks it before its threads: so does this.
LOCK_DECISIONS = f"""
SELECT count(*) FROM (
    SELECT FROM comments_decision
    WHERE {parts.ABOUT} OR comment_id IN ({THEIRS}) ORDER BY id FOR NO KEY UPDATE
) AS locked
"""
# Their comments as they stand, and those that they have reported.
GATHER = f"""
CREATE TEMP TABLE erasing ON COMMIT DROP AS
SELECT id, article_id, tree_id, state, true AS is_theirs FROM comments_comment WHERE {WRITTEN}
UNION ALL
SELECT c.id, c.article_id, c.tree_id, c.state, false FROM comments_comment c
JOIN comments_flag f ON f.comment_id = c.id
WHERE f.author_id = ANY(%(accounts)s::int[]) OR f.guest = ANY(%(guests)s::uuid[])
"""
LOCK_THREADS = "SELECT comments_lock_threads(ARRAY(SELECT tree_id FROM erasing))"
# What was moved, decided or written while we waited.
CHANGED = f"""
SELECT EXISTS (
    SELECT FROM erasing e JOIN comments_comment c USING (id)
    WHERE c.tree_id <> e.tree_id OR c.state <> e.state
) OR EXISTS (
    {THEIRS} AND NOT EXISTS (SELECT FROM erasing e WHERE e.id = comments_comment.id)
)
"""
GATHERED = "SELECT id FROM erasing WHERE is_theirs"
THREADS = "SELECT DISTINCT article_id, tree_id FROM erasing WHERE is_theirs"
SPOKEN = "SELECT id, state FROM erasing WHERE is_theirs AND state <> 'withdrawn'"
OPEN_DOOR = "SELECT set_config('understory.erasing', %s, true)"


@persistent
def erase(whom: Whom, moderator: Any = None, *, words: bool, even_staff: bool = False) -> Erasure:
    """Erase who wrote what the person's keys tell, and with `words` what they wrote.

    Comments keep their places and numbers; those without words are withdrawn ones. Raises Refused
    with MODERATES if one of the accounts is staff's, with NOTHING_TO_DO if nothing is held.
    """
    if not even_staff and accounts.staff_among(whom):
        raise Refused(Refusal.MODERATES)
    with transaction.atomic():
        _lock(whom)
        counts = counts_of(whom, words=words)
        if not counts:
            raise Refused(Refusal.NOTHING_TO_DO)
        erasure = _record(moderator, counts, words=words)
        ask(OPEN_DOOR, [str(erasure.pk)])
        _erase(whom, erasure)
        ask(OPEN_DOOR, [""])
        ask("DROP TABLE erasing")
    return erasure


def _lock(whom: Whom) -> None:
    ask(LOCK_DECISIONS, whom.values)
    ask(GATHER, whom.values)
    ask("ANALYZE erasing")
    if not ask(LOCK_THREADS)[0][0] or ask(CHANGED, whom.values)[0][0]:
        raise Moved


def _record(moderator: Any, counts: dict[str, int], *, words: bool) -> Erasure:
    name = moderator.get_username() if moderator else ""
    erasure = Erasure.objects.create(
        id=new_id(0), words=words, counts=counts, moderator=moderator, moderator_name=name
    )
    erasure.refresh_from_db()
    return erasure


def _erase(whom: Whom, erasure: Erasure) -> None:
    for part in parts.parts(words=erasure.words):
        part.erase(whom, GATHERED)
    lessons = unlearning.take_lessons(GATHERED)
    parts.comments(words=erasure.words).erase(whom, GATHERED)
    if erasure.words:
        _withdraw(erasure)
    else:
        # Kept pages still show the name.
        count_all(dict.fromkeys(ask(THREADS), 0))
    unlearning.forget(lessons)
    accounts.forget(whom)


def _withdraw(erasure: Erasure) -> None:
    """Nobody can bring back what has no words: a withdrawn comment is its author's decision."""
    made = [states.Change(pk, state, State.WITHDRAWN) for pk, state in ask(SPOKEN)]
    states.apply_all(made, erasure.erased_at)
