"""What moderators do to persons: they ban them, hold all they write, and clear up after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from articles.ids import new_id
from comments import states, waiting
from comments.actions.base import Refused, record_decision
from comments.locking import locked, persistent
from comments.models import Decision, Note, Sanction
from comments.persons.bans import in_force, written
from comments.persons.keys import Key, Kind
from comments.persons.records import comments_of
from comments.rules import MODERATION, RESULT, Refusal, Verb
from comments.spam.deciding import learn_from

# One decision about sanctions after the other; those who read them do not wait.
ONE_BY_ONE = "LOCK TABLE comments_sanction IN SHARE ROW EXCLUSIVE MODE"


@dataclass(frozen=True)
class About:
    """On whose page a moderator decides, and what the person was called then."""

    person: Key
    name: str = ""


def ban(
    about: About,
    keys: Sequence[Key],
    moderator: Any,
    *,
    until: datetime | None,
    reason: str,
) -> Decision:
    """Let nobody write whom these keys tell, `until` then, or (None) until it is lifted.

    A ban that is in force gives way to the new one. Raises Refused with MODERATES if one of
    them is a moderator's account.
    """
    if any(_moderates(key) for key in keys):
        raise Refused(Refusal.MODERATES)
    return _impose(Sanction.Does.BAN, Verb.BAN, about, keys, moderator, until=until, reason=reason)


def hold_all(about: About, moderator: Any, reason: str = "") -> Decision:
    """Let all that the person writes from now on wait for a moderator."""
    key = about.person
    with transaction.atomic():
        _one_by_one()
        if in_force(Sanction.Does.HOLD, [str(key)]):
            raise Refused(Refusal.NOTHING_TO_DO)
        return _impose(Sanction.Does.HOLD, Verb.HOLD, about, [key], moderator, reason=reason)


def lift(sanction_ids: Sequence[int], about: About, moderator: Any, reason: str = "") -> Decision:
    """End bans, or holding everything, before their time. Raises Refused with NOTHING_TO_DO."""
    with transaction.atomic():
        _one_by_one()
        found = [each for each in Sanction.objects.filter(pk__in=sanction_ids) if each.holds()]
        if not found:
            raise Refused(Refusal.NOTHING_TO_DO)
        bans = any(each.does == Sanction.Does.BAN for each in found)
        decision = record_decision(
            Verb.UNBAN if bans else Verb.RESTORE,
            moderator,
            person=str(about.person),
            reason=reason,
            before=written(found),
        )
        Sanction.objects.filter(pk__in=[each.pk for each in found]).update(lifted_by=decision)
    return decision


def about_sanctions(decision: Decision) -> bool:
    """Whether it imposed or lifted any."""
    return bool(decision.sanctions.exists() or decision.lifted.exists())


def take_back(decision: Decision, by: Decision) -> int:
    """Undo what a decision did to sanctions, as part of the decision `by`; how many changed.

    What it imposed is lifted; what it had lifted, or what had given way to it, is in force
    again, unless something newer stands in its place. Call inside a transaction.
    """
    _one_by_one()
    lifted = decision.sanctions.filter(lifted_by=None).update(lifted_by=by)
    revived = 0
    for sanction in Sanction.objects.filter(lifted_by=decision):
        if not Sanction.objects.filter(does=sanction.does, key=sanction.key, lifted_by=None):
            revived += Sanction.objects.filter(pk=sanction.pk).update(lifted_by=None)
    return lifted + revived


@persistent
def moderate_person(
    verb: Verb, about: About, moderator: Any, reason: str = "", *, since: datetime | None = None
) -> Decision:
    """Remove, hold or mark as spam all that a person wrote (`since` then): one decision.

    Raises Refused with NOTHING_TO_DO if nothing is in a state that the verb leads on from.
    """
    with transaction.atomic():
        ids = affected(verb, about.person, since)
        # By now a few may have been decided by somebody else.
        found = [c for c in locked(*ids).values() if c.state in MODERATION[verb]]
        made = [states.Change(c.pk, c.state, RESULT[verb]) for c in found]
        if not made:
            raise Refused(Refusal.NOTHING_TO_DO)
        decision = record_decision(verb, moderator, person=str(about.person), reason=reason)
        changed = [change.comment for change in made]
        waiting.settle(changed, decision)
        states.apply_all(made, decision.decided_at, decision)
        learn_from(changed)
    return decision


def affected(verb: Verb, person: Key, since: datetime | None) -> list[int]:
    """Which of the person's comments the verb would change, the newest first."""
    theirs = comments_of(person).filter(state__in=MODERATION[verb])
    if since is not None:
        theirs = theirs.filter(created_at__gte=since)
    return list(theirs.order_by("-created_at", "-pk").values_list("pk", flat=True))


def add_note(person: Key, moderator: Any, words: str) -> Note:
    return Note.objects.create(
        person=str(person),
        words=words,
        moderator=moderator,
        moderator_name=moderator.get_username(),
    )


def _impose(
    does: Sanction.Does,
    verb: Verb,
    about: About,
    keys: Sequence[Key],
    moderator: Any,
    *,
    until: datetime | None = None,
    reason: str,
) -> Decision:
    with transaction.atomic():
        _one_by_one()
        texts = sorted({str(key) for key in keys})
        made = [_sanction(does, key, about, until, reason) for key in texts]
        decision = record_decision(
            verb,
            moderator,
            person=str(about.person),
            reason=reason,
            before=written(in_force(does, texts)),
            after=written(made),
        )
        Sanction.objects.filter(does=does, key__in=texts, lifted_by=None).update(lifted_by=decision)
        for sanction in made:
            sanction.decision = decision
        Sanction.objects.bulk_create(made)
    return decision


def _sanction(
    does: Sanction.Does, key: str, about: About, until: datetime | None, reason: str
) -> Sanction:
    return Sanction(
        id=new_id(0),
        does=does,
        key=key,
        person=str(about.person),
        name=about.name,
        until=until,
        reason=reason,
    )


def _moderates(key: Key) -> bool:
    if key.kind != Kind.ACCOUNT:
        return False
    account: Any = get_user_model().objects.filter(pk=str(key.value)).first()
    return account is not None and account.has_perm("comments.moderate_comment")


def _one_by_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ONE_BY_ONE)
