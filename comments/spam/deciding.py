"""Where the filter meets moderation: what it suspects, and what it learns from decisions."""

from collections.abc import Iterable

from comments.models import Comment
from comments.rules import EVIDENCE_LENGTH, State, Suspicion
from comments.spam.memory import Lesson, judge, learn_all
from comments.spam.scoring import NEUTRAL
from comments.suspicions import SPAM

# On the sets that it was tried on, no or one honest text in three hundred scores as high.
SUSPECT = 0.9
WORDS_TOLD = 5
# A decision on a large branch would wait for its lessons: manage.py train_spam_filter learns them.
MOST_AT_ONCE = 50

TEACHES: dict[State, bool | None] = {State.PUBLISHED: False, State.SPAM: True}


def suspicions(text: str, name: str, website: str) -> list[Suspicion]:
    """Whether a comment had better wait, and the words that say so."""
    judgement = judge(text, name, website)
    if judgement.score < SUSPECT:
        return []
    spammy = [clue.word for clue in judgement.strongest if clue.weight > NEUTRAL]
    words = ", ".join(spammy[:WORDS_TOLD])
    return [Suspicion(SPAM, f"{judgement.score:.0%}: {words}"[:EVIDENCE_LENGTH])]


def learn_from(decided: Iterable[int]) -> None:
    """Learn what a moderator's decision made of these comments; last in its transaction."""
    ids = list(decided)
    if len(ids) > MOST_AT_ONCE:
        return
    columns = ("id", "revision", "text", "name", "website", "state")
    rows = Comment.objects.filter(pk__in=ids).values_list(*columns)
    learn_all(
        Lesson(pk, revision, text, name, website, TEACHES.get(State(state)))
        for pk, revision, text, name, website, state in rows
    )
