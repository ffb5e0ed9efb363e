"""What a report notes in a few words, in sentences for editors: true of one row, and of many."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.exchange import exact, judging, outcomes, recognising, threads, trust
from comments.exchange.erased import ERASED

SENTENCES: dict[str, str | Promise] = {
    # What is left out.
    "no words": _("Without any words."),
    "the same row twice": _("Twice in the files; taken once."),
    "before --since": _("Written before the day that was chosen."),
    "its article is nowhere": _("The article is neither in the files nor here."),
    "its article is skipped": _("The article was left out."),
    "is none of ours": _("Not here, and none was to be made."),
    "no words and no comments": _("Without words, and without comments."),
    "same address as another": _(
        "Another article of the files has the same address; the comments stand under that one."
    ),
    "another article with this id": _(
        "Another article of the files has the same id; the comments stand under that one."
    ),
    ERASED: _("The author was erased here, and nothing of theirs is brought back."),
    outcomes.CHANGED_HERE: _("Changed here since, and left so."),
    outcomes.GUARDED: _("It has an author or a history here: administrators alone may change it."),
    outcomes.DIFFERS: _("What is here says something else, and stays as it is."),
    judging.GONE: _("Here once, and gone since."),
    judging.IN_PLACE: _("Something else stands in this place."),
    judging.NOBODY: _("Nobody here is meant."),
    judging.STAYS: _("What this is about stays as it is here."),
    trust.LOG: _("What was decided comes in only if an administrator imports the file."),
    # What is taken, in another way than it stands there.
    "found here by the map": _("Here already, as the map says."),
    "found here by its id": _("Here already, with the same id."),
    "found here by its slug": _("Here already, with the same address."),
    "found here by its address": _("Here already, brought from the same address before."),
    "found here imported before": _("Here already, imported before."),
    "changed there and left as it is here": _("Changed there since, and left as here."),
    "parent missing": _(
        "The answered comment is not in the files, or was left out. Its place is kept: “This "
        "comment is missing.”"
    ),
    "parent under another article": _(
        "The answered comment stands under another article. A new thread begins here."
    ),
    "answered in a ring": _("Answers that go round in a ring. The first begins the thread."),
    threads.TOO_DEEP: _("Too many answers within answers: the deepest stand beside each other."),
    "id taken": _("Another one in the files has the same id, but says something else."),
    recognising.TAKEN: _("The id is in use here. There is a new one, to which the old link leads."),
    outcomes.FILLED: _("The place that was kept is filled now."),
    "no name": _("Without a name, and shown as “Anonymous”."),
    "long name cut": _("The name was too long, and is cut."),
    "e-mail left out": _("The e-mail address is not valid, and is left out."),
    "website left out": _("The address of the website is not valid, and is left out."),
    "no time": _("Without a time: that of the one before, or of the article, is taken."),
    "impossible time": _(
        "With a time that cannot be true: that of the one before, or of the article, is taken."
    ),
    exact.NO_ACCOUNT: _("There is no such account here. The name alone is kept."),
    trust.PERSON: _("Whose account it was is kept only if an administrator imports the file."),
}
PATTERNS: list[tuple[str, str | Promise]] = [
    (r"state is \w+", _("In a state that was not chosen.")),
    (r"longer than ([\d,]+) characters", _("Longer than {} characters.")),
    (r"is no (?:article|comment) but (.+)", _("Neither article nor comment, but: {}.")),
    (r"its \w+ is not here", _("What this is about is not here.")),
]


def sentence(reason: str) -> str:
    """Of a document, the parser says what it is."""
    if reason in SENTENCES:
        return str(SENTENCES[reason])
    for pattern, words in PATTERNS:
        if found := re.fullmatch(pattern, reason):
            return str(words).format(*found.groups())
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."
