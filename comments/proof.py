"""A proof of work: the browser of a guest has spent a moment on each comment.

That is nothing to one who writes, and much to a program that posts by the thousand. Challenge and
solution are altcha's, made and checked here: no other host is asked. Without a good one a comment
waits, since not every browser runs scripts.
"""

import time
from secrets import randbelow

from altcha import Challenge, Payload, create_challenge, verify_solution
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments import limits
from comments.models import Comment, State
from comments.people import Person
from comments.rules import Suspicion
from comments.traps import Sign

# So many tries find the solution: 0.1 to 0.3 seconds of a laptop, which a phone of many years
# takes five times for. They run while the reader writes.
FEWEST, MOST = 100_000, 300_000
# The script looks for another when one is over.
LASTS = 20 * 60
# Remembered for longer, so that two clocks of one machine need not agree.
REMEMBERED = LASTS + 60
# Three times what a solution takes.
LONGEST = 2_000

BROKEN = (ValueError, KeyError, TypeError, RecursionError)


@require_safe
@never_cache
def challenge(_request: HttpRequest) -> JsonResponse:
    """For the script to solve, and for nobody else."""
    return JsonResponse(new_challenge(FEWEST + randbelow(MOST - FEWEST)).to_dict())


def new_challenge(tries: int) -> Challenge:
    return create_challenge(
        "SHA-256",
        cost=1,
        counter=tries,
        expires_at=int(time.time()) + LASTS,
        hmac_secret=_secret(),
    )


def suspicions(solution: str, author: Person) -> list[Suspicion]:
    """Why a comment by this author had better wait for what was sent as a proof."""
    if not settings.PROOF_OF_WORK or author.user_id is not None:
        return []
    found = _fault_of(solution)
    # Who was published before is known to be no program. Only now is that worth a question.
    return [] if found is None or _is_known(author) else [found]


def _fault_of(solution: str) -> Suspicion | None:
    if not solution:
        return Suspicion(Sign.NO_PROOF)
    payload = _read(solution)
    if payload is None:
        return Suspicion(Sign.FALSE_PROOF, "unreadable")
    checked = verify_solution(payload, _secret())
    if checked.expired:
        return Suspicion(Sign.LATE_PROOF)
    if not checked.verified:
        return Suspicion(Sign.FALSE_PROOF, "signature" if checked.invalid_signature else "work")
    used = limits.used_before("proof", payload.challenge.parameters.nonce, REMEMBERED)
    return Suspicion(Sign.USED_PROOF) if used else None


def _read(solution: str) -> Payload | None:
    try:
        return Payload.from_base64(solution) if len(solution) <= LONGEST else None
    except BROKEN:
        return None


def _is_known(author: Person) -> bool:
    """Whether this guest has been published before. The index comment_guest answers."""
    if author.guest is None:
        return False
    return Comment.objects.filter(guest=author.guest, state=State.PUBLISHED).exists()


def _secret() -> bytes:
    return salted_hmac("comments.proof", "challenge", algorithm="sha256").digest()
