"""What tells a program at the comment form from a person. It only ever makes a comment wait.

Nobody sees the bait, but programs fill whatever they find. And the form's stamp tells when it was
shown: a person takes a moment to write, and does not write on forms of last month.
"""

import time
from enum import StrEnum

from django.core.signing import BadSignature, Signer

from comments.rules import EVIDENCE_LENGTH, Suspicion

# Less than a person needs to find the field and type a word.
SOONEST = 2
DAY = 24 * 60 * 60
# A tab may stay open over the holidays.
LATEST = 14 * DAY
# A browser's copy of a page is shown for so long only, which leaves the rest for writing.
COPY_LASTS = DAY


class Sign(StrEnum):
    BAIT = "bait"
    NO_STAMP = "no-stamp"
    FORGED_STAMP = "forged-stamp"
    TOO_SOON = "too-soon"
    TOO_LATE = "too-late"
    # comments/proof.py finds these.
    NO_PROOF = "no-proof"
    FALSE_PROOF = "false-proof"
    LATE_PROOF = "late-proof"
    USED_PROOF = "used-proof"


def stamp() -> str:
    """For a form that is shown now."""
    return stamped(time.time())


def stamped(moment: float) -> str:
    return _signer().sign(str(round(moment * 1000)))


def can_be_kept(stamp: str) -> bool:
    """Whether a form that is shown again may go on with this stamp."""
    age = _age(stamp)
    return age is not None and age < LATEST


def era() -> int:
    """A copy of a page from another one is not good any more, for the sake of its stamp."""
    return int(time.time() // COPY_LASTS)


def suspicions(bait: str, stamp: str) -> list[Suspicion]:
    found = [_of_bait(bait), _of_stamp(stamp)]
    return [suspicion for suspicion in found if suspicion]


def _of_bait(text: str) -> Suspicion | None:
    # PostgreSQL stores no NUL.
    evidence = text.replace("\0", "").strip()[:EVIDENCE_LENGTH]
    return Suspicion(Sign.BAIT, evidence) if text else None


def _of_stamp(text: str) -> Suspicion | None:
    if not text:
        return Suspicion(Sign.NO_STAMP, "")
    age = _age(text)
    if age is None:
        return Suspicion(Sign.FORGED_STAMP, "")
    if age < SOONEST:
        return Suspicion(Sign.TOO_SOON, f"{age:.1f} s")
    return Suspicion(Sign.TOO_LATE, f"{age / DAY:.0f} d") if age >= LATEST else None


def _age(text: str) -> float | None:
    """For how many seconds the form has been open; None if we have not shown it."""
    try:
        return time.time() - int(_signer().unsign(text)) / 1000
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="comments.traps")
