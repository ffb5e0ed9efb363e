"""Who was faster: what a moderator is told whose decision came after another's."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.actions import Refused
from comments.models import Comment, Decision, StateChange
from comments.rules import Refusal, State, Verb
from comments.wording import REFUSALS

MEANWHILE: dict[str, Any] = {
    Verb.PUBLISH: gettext_lazy("Meanwhile %s has published it."),
    Verb.HOLD: gettext_lazy("Meanwhile %s has held it."),
    Verb.SPAM: gettext_lazy("Meanwhile %s has marked it as spam."),
    Verb.REMOVE: gettext_lazy("Meanwhile %s has removed it."),
    Verb.RESTORE: gettext_lazy("Meanwhile %s has restored it."),
    Verb.MOVE: gettext_lazy("Meanwhile %s has moved it."),
    Verb.KEEP: gettext_lazy("Meanwhile %s has left it as it is."),
}
# Where another may have been faster.
TOLD_WHO = {Refusal.DECIDED_MEANWHILE, Refusal.NOTHING_TO_DO}


def why_refused(refused: Refused) -> str:
    """With the name of whoever was faster, if somebody was."""
    comment = refused.comment
    who = _who(comment) if comment and refused.refusal in TOLD_WHO else ""
    return f"{who} {_('Nothing was done twice.')}" if who else str(REFUSALS[refused.refusal])


def _who(comment: Comment) -> str:
    if comment.state == State.WITHDRAWN:
        return _("Meanwhile its author has withdrawn it.")
    decision = _newest_decision(comment)
    if decision is None:
        return ""
    words = MEANWHILE.get(decision.verb, gettext_lazy("Meanwhile %s has decided about it."))
    return str(words % decision.moderator_name)


def _newest_decision(comment: Comment) -> Decision | None:
    """About itself or its branch."""
    own = Decision.objects.filter(comment=comment).order_by("-id").first()
    changes = StateChange.objects.filter(comment=comment, decision__isnull=False)
    change = changes.select_related("decision").order_by("-id").first()
    known = [each for each in (own, change and change.decision) if each]
    return max(known, key=lambda decision: decision.decided_at, default=None)
