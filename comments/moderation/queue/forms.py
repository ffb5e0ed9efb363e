from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.lookup import LARGEST
from comments.models import Reason
from comments.moderation.forms import ReasonField, SeenField
from comments.moderation.queue.choices import CHOICES, WAYS, Way
from comments.rules import Verb

VERBS = sorted({choice.verb for choices in CHOICES.values() for choice in choices})
UNEXPLAINED = _("Please say why: choose a reason, or write one.")


def causes() -> list[Reason]:
    """Why something is removed, as the site offers it."""
    return list(Reason.objects.filter(is_active=True))


def _count() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, max_value=LARGEST)


class TellField(forms.BooleanField):
    def __init__(self) -> None:
        super().__init__(label=_("Tell the author why"), required=False, initial=True)


class CauseField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def __init__(self) -> None:
        super().__init__(Reason.objects.filter(is_active=True), required=False, label=_("Reason"))


class WaitingForm(forms.Form):
    """A decision about something that waits, and what was seen of it."""

    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in VERBS],
        error_messages={"required": _("Please choose what is to be done.")},
    )
    seen = SeenField()
    cause = CauseField()
    reason = ReasonField(label=_("Words"), required=False)
    tells_author = TellField()

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
    tells_author = TellField()
    # Of what matches, what waited when the moderator was asked; in microseconds.
    until = _count()
    total = _count()
    last = _count()
    done = _count()
    missed = _count()

    def clean(self) -> None:
        if self.cleaned_data.get("way") == Way.REMOVE and self.cleaned_data.get("total"):
            explain(self)


def explain(form: forms.Form) -> None:
    """Removing needs a reason. One that is too long, or none of ours, has an error of its own."""
    given: dict[str, Any] = form.cleaned_data
    if given.get("reason") == "" and given.get("cause", "") is None:
        form.add_error("reason", UNEXPLAINED)
