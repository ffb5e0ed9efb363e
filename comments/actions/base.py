"""What all actions share: how they refuse, lock and record."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from articles.ids import new_id
from comments.locking import locked
from comments.models import Comment, Decision, Sanction
from comments.persons.bans import Standing, standing_as
from comments.rules import Refusal, Verb


class Refused(Exception):
    """The rules said no. `comment` is the one that stands in the way, if there is one."""

    def __init__(self, refusal: Refusal, comment: Comment | None = None) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.comment = comment


class Banned(Refused):
    """Somebody may not write at present: `ban` says until when and why."""

    def __init__(self, ban: Sanction) -> None:
        super().__init__(Refusal.BANNED)
        self.ban = ban


def require_unbanned(keys: Sequence[str]) -> Standing:
    """What else they have to bear. Raises Banned."""
    standing = standing_as(keys)
    if standing.ban:
        raise Banned(standing.ban)
    return standing


def locked_comment(comment_id: int) -> Comment:
    """The comment as it is once its thread's lock is held. Raises Refused if there is none."""
    return there(locked(comment_id), comment_id, Refusal.PARENT_GONE)


def there(found: dict[int, Comment], comment_id: int, refusal: Refusal) -> Comment:
    if comment_id not in found:
        raise Refused(refusal)
    return found[comment_id]


def ask(refusal: Refusal | None, comment: Comment | None = None) -> None:
    if refusal is not None:
        raise Refused(refusal, comment)


def record_decision(
    verb: Verb, moderator: Any, comment: Comment | None = None, **said: Any
) -> Decision:
    """Add to the log what an account has decided. `said` are more of a Decision's fields.

    A rule decides as no `moderator`, and is named by `moderator_name`.
    """
    article_id = comment.article_id if comment else said.pop("article_id", None)
    if moderator is not None:
        said["moderator_name"] = moderator.get_username()
    return Decision.objects.create(
        id=new_id(article_id or 0),
        article_id=article_id,
        comment=comment,
        verb=verb,
        moderator=moderator,
        decided_at=timezone.now(),
        **said,
    )
