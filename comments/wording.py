"""What a refusal says to the person who meets it."""

from django.utils.translation import gettext_lazy as _

from comments.rules import Refusal

REFUSALS = {
    Refusal.ARTICLE_GONE: _("This article is not published, so nobody can comment on it now."),
    Refusal.CLOSED: _("Comments on this article are closed."),
    Refusal.PARENT_GONE: _("The comment you answer is no longer there."),
    Refusal.OTHER_ARTICLE: _("The comment you answer belongs to another article."),
    Refusal.TOO_DEEP: _("This branch is as deep as it can be: answer a comment further up."),
    Refusal.ALREADY_POSTED: _(
        "This form has already posted a comment, with other words. "
        "Post again to add these words as one more."
    ),
    Refusal.NOT_YOURS: _("Only its author can change this comment."),
    Refusal.TOO_LATE: _("The time to edit this comment is over."),
    Refusal.GONE: _("This comment can no longer be changed."),
    Refusal.EDITED_MEANWHILE: _(
        "This comment was edited in another window. Its present text stands below yours: "
        "save again to replace it."
    ),
    Refusal.EXPIRED: _("This page had been open for too long. Please send it again."),
    Refusal.NOTHING_TO_DO: _("There was nothing to do: somebody else has been faster."),
    Refusal.SAME_PLACE: _("It stands there already."),
    Refusal.INTO_ITSELF: _("A comment cannot go beneath itself or what answers it."),
    Refusal.TARGET_GONE: _("There is no such comment."),
    Refusal.TARGET_HIDDEN: _(
        "Readers do not see that comment: publish or restore it first, or choose another."
    ),
    Refusal.TARGET_ELSEWHERE: _("That comment belongs to another article: none moves there."),
    Refusal.BRANCH_TOO_DEEP: _(
        "There it would reach deeper than a thread can: choose a comment further up."
    ),
    Refusal.MOVED_MEANWHILE: _(
        "Somebody else has moved this comment meanwhile. See where it stands now, "
        "and send this again if it is still to move."
    ),
    Refusal.TOO_OFTEN: _(
        "A lot has been posted from here in a short time. "
        "Please wait a few minutes, then post again."
    ),
    Refusal.EDITED_TOO_OFTEN: _(
        "A lot has been changed from here in a short time. "
        "Please wait a few minutes, then save again."
    ),
    Refusal.BRANCH_CLOSED: _("This branch is closed: nobody can reply to it any longer."),
    Refusal.PINS_FULL: _("Three comments are pinned here already: unpin one of them first."),
    Refusal.UNDONE_ALREADY: _("This was undone already."),
    Refusal.DECIDED_SINCE: _("Nothing is left to undo: all of it was decided anew since."),
    Refusal.NOT_UNDOABLE: _("This cannot be undone."),
    Refusal.BANNED: _("You cannot write here at present."),
    Refusal.MODERATES: _(
        "This account moderates: take its rights away first, if it is really meant."
    ),
    Refusal.DECIDED_MEANWHILE: _("Somebody else has just decided about this comment."),
    Refusal.REWRITTEN_MEANWHILE: _(
        "Its author has edited this comment since you opened it. Nothing was done: read it again."
    ),
    Refusal.ASKED_MEANWHILE: _(
        "Somebody has just reported this comment, or asked about it. Nothing was done: "
        "read why, and decide again."
    ),
    Refusal.OWN: _("This is your own comment."),
    Refusal.NOTHING_TO_FLAG: _("This comment is no longer there to be reported."),
    Refusal.FLAG_ANSWERED: _("A moderator has looked at it since: your report stays as it is."),
    Refusal.NOT_YOURS_TO_ASK: _("Only its author can ask for another look at this comment."),
    Refusal.NOTHING_TO_ASK: _("Nobody holds this comment back: there is nothing to look at again."),
    Refusal.ASKED_ALREADY: _("You have asked already. A moderator will look at it again."),
    Refusal.ASKED_BEFORE: _(
        "A moderator has looked at this comment again already, and the answer stands."
    ),
    Refusal.ASKED_TOO_OFTEN: _(
        "A lot has been sent to the moderators from here in a short time. "
        "Please wait a few minutes, then send it again."
    ),
}
