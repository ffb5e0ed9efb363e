"""What editors read of each kind of rule: what its values mean, and what a rule says."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Rule
from comments.rulebook.kinds import LONGEST_DAYS, MINUTES_A_DAY, Kind
from comments.rulebook.matching import entries_of

MOST = 1_000_000


@dataclass(frozen=True)
class Value:
    """A number that a kind uses, and in how many `units` of it the rule keeps it."""

    label: Any
    least: int = 1
    most: int = MOST
    help: Any = ""
    units: int = 1


@dataclass(frozen=True)
class Wording:
    does: Any
    number: Value | None = None
    minutes: Value | None = None
    words: Any = ""


MINUTES = Value(_("Within minutes"), most=MINUTES_A_DAY)
WORDS_HELP = _(
    "One word or phrase a line. Case, accents and letters that look alike make no difference; "
    "* stands for any letters of a word: casino* also finds casinos."
)

WORDINGS: dict[str, Wording] = {
    Kind.LINKS: Wording(
        _("Holds what leads to many places. Links to this site do not count."),
        number=Value(_("Links at most"), least=0),
    ),
    Kind.WORDS: Wording(
        _("Holds what contains listed words, in the text, the name or the website."),
        words=WORDS_HELP,
    ),
    Kind.FIRST: Wording(
        _("Holds a person's comments until enough of them have been published."),
        number=Value(_("Published comments wanted")),
    ),
    Kind.SPEED: Wording(
        _("Holds what one person writes beyond so many comments in so many minutes."),
        number=Value(_("Comments at most")),
        minutes=MINUTES,
    ),
    Kind.HEAT: Wording(
        _("Lets a thread slow down: holds replies beyond so many in so many minutes."),
        number=Value(_("Replies at most")),
        minutes=MINUTES,
    ),
    Kind.AGE: Wording(
        _("Holds what is written long after the article, when few watch."),
        number=Value(_("Days after the article was published")),
    ),
    Kind.FLAGS: Wording(
        _("Takes a published comment back to the queue once enough people have flagged it."),
        number=Value(_("People")),
    ),
    Kind.LIKENESS: Wording(
        _(
            "Holds what is much like a comment that was removed or marked as spam lately, or like "
            "one that was posted within a day. Short comments and quotations do not count."
        ),
        number=Value(_("Percent alike"), least=50, most=100),
        minutes=Value(_("Removed within days"), most=LONGEST_DAYS, units=MINUTES_A_DAY),
    ),
    Kind.SPAM: Wording(
        _("Holds what guests write if it reads like what was marked as spam."),
        number=Value(_("Score in percent"), least=50, most=100),
    ),
}


def in_words(rule: Rule) -> str:
    """What a rule holds, in one line."""
    count = len(entries_of(rule.words))
    values = {
        "n": count if rule.kind == Kind.WORDS else rule.number,
        "minutes": rule.minutes,
        "days": rule.minutes // MINUTES_A_DAY,
    }
    return _sentence(rule.kind, values["n"]) % values


def _sentence(kind: str, n: int) -> str:
    sentences: dict[str, str] = {
        Kind.LINKS: ngettext("more than %(n)d link", "more than %(n)d links", n),
        Kind.WORDS: ngettext("%(n)d listed word", "any of %(n)d listed words", n),
        Kind.FIRST: ngettext(
            "until %(n)d comment of the person is published",
            "until %(n)d comments of the person are published",
            n,
        ),
        Kind.SPEED: str(_("more than %(n)d comments by one person in %(minutes)d minutes")),
        Kind.HEAT: str(_("more than %(n)d replies in a thread in %(minutes)d minutes")),
        Kind.AGE: ngettext("%(n)d day after the article", "%(n)d days after the article", n),
        Kind.FLAGS: ngettext("flagged by %(n)d person", "flagged by %(n)d people", n),
        Kind.LIKENESS: str(
            _("%(n)d %% like one removed within %(days)d days, or posted within one")
        ),
        Kind.SPAM: str(_("the spam filter gives %(n)d %% or more")),
    }
    return sentences[kind]
