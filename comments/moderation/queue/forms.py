from django import forms
from django.utils.translation import gettext_lazy as _

from articles.lookup import LARGEST
from comments.moderation.forms import CauseField, ReasonField, SeenField, TellField, explain
from comments.moderation.queue.choices import CHOICES, WAYS, Way
from comments.rules import Verb

VERBS = sorted({choice.verb for choices in CHOICES.values() for choice in choices})


def _count() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, max_value=LARGEST)


class WaitingForm(forms.Form):
    """A decision about something that waits, and what was seen of it."""

    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in VERBS],
        error_messages={"required": _("Please choose what is to be done.")},
    )
    seen = SeenField()
    cause = CauseField()
    reason = ReasonField(label=_("Words"), required=False)
    tells_author = TellField(_("Tell the author why"))

    def clean(self) -> None:
        if self.cleaned_data.get("verb") == Verb.REMOVE:
            explain(self)

    @property
    def wrong(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]


class ManyForm(forms.Form):
    """A decision about many at once: what is asked for, and how far it has come."""

    way = forms.ChoiceField(choices=[(way, label) for way, label in WAYS.items()])
    every = forms.BooleanField(required=False)
    cause = CauseField()
    reason = ReasonField(label=_("Words"), required=False)
    tells_author = TellField(_("Tell the author why"))
    # Of what matches, what waited when the moderator was asked; in microseconds.
    until = _count()
    total = _count()
    last = _count()
    done = _count()
    missed = _count()

    def clean(self) -> None:
        if self.cleaned_data.get("way") == Way.REMOVE and self.cleaned_data.get("total"):
            explain(self)
