"""How much there is to erase, told without changing anything."""

from collections import Counter

from comments.dossier.accounts import log_lines, sessions_of
from comments.dossier.parts import LESSONS, What, comments, parts
from comments.dossier.whom import Whom

Counts = dict[str, int]


def counts_of(whom: Whom, *, words: bool) -> Counts:
    """How many rows of what would be erased; what there is none of is left out."""
    found: Counter[str] = Counter()
    for part in [comments(words=words), *parts(words=words), LESSONS]:
        found[part.what] += part.count(whom)
    found[What.ACCOUNTS] = whom.accounts().count()
    found[What.SESSIONS] = len(sessions_of(whom))
    found[What.ADMIN_LOG] = log_lines(whom).count()
    return {what.value: found[what] for what in What if found[what]}
