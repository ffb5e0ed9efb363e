"""What moderators say about persons. Forms check shape; comments.actions decides."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.lookup import LARGEST
from comments.dossier.whom import PERSONAL
from comments.models import Verb
from comments.moderation.forms import ReasonField
from comments.persons.keys import Key
from comments.rules import NOTE_LENGTH

# As long as anybody has been commenting anywhere.
MOST_DAYS = 36_500
UNTIL, FOR_GOOD = "until", "for-good"
TERMS = [
    ("1", _("one day")),
    ("7", _("a week")),
    ("30", _("30 days")),
    ("90", _("90 days")),
    ("365", _("a year")),
    (UNTIL, _("until the day below")),
    (FOR_GOOD, _("without an end")),
]
# More e-mail addresses than anybody has.
MOST_MEANT = 100
CLEARING = (Verb.REMOVE, Verb.SPAM, Verb.HOLD)


class NoteForm(forms.Form):
    words = ReasonField(
        label=_("Note"), most=NOTE_LENGTH, error_messages={"required": _("Please write something.")}
    )


class SayWhy(forms.Form):
    reason = ReasonField(label=_("Reason"), required=False)


class LiftForm(SayWhy):
    # Which ban: the decision that imposed it.
    decision = forms.IntegerField(min_value=1, max_value=LARGEST)


class BanForm(forms.Form):
    """Whom, for how long, and why, which they are told."""

    keys = forms.MultipleChoiceField(
        label=_("Who is stopped"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose who is meant.")},
    )
    term = forms.ChoiceField(label=_("For how long"), choices=TERMS, initial="7")
    day = forms.DateField(
        label=_("Its last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = ReasonField(
        label=_("Reason"),
        help_text=_("The person is told."),
        error_messages={"required": _("Please say why: the person is told.")},
    )

    def __init__(self, choices: Sequence[tuple[str, Any]], data: Any = None) -> None:
        chosen = [choices[0][0]] if len(choices) == 1 else []
        super().__init__(data, initial={"keys": chosen})
        keys: Any = self.fields["keys"]
        keys.choices = choices

    def clean_keys(self) -> list[Key]:
        return [Key.read(text) for text in self.cleaned_data["keys"]]

    def clean(self) -> None:
        if self.cleaned_data.get("term") != UNTIL or "day" in self.errors:
            return
        day = self.cleaned_data["day"]
        if day is None:
            self.add_error("day", _("Please give the day."))
        elif day < timezone.localdate():
            self.add_error("day", _("This day is over."))
        elif day > timezone.localdate() + timedelta(days=MOST_DAYS):
            self.add_error("day", _("Nobody lives so long: choose “without an end”."))

    def until(self) -> datetime | None:
        """When it ends; None: never."""
        term = self.cleaned_data["term"]
        if term == FOR_GOOD:
            return None
        if term == UNTIL:
            return timezone.make_aware(datetime.combine(self.cleaned_data["day"], LAST))
        return timezone.now() + timedelta(days=int(term))


LAST = time(23, 59, 59)


class SpanForm(forms.Form):
    """Which of a person's comments, and what is to become of them."""

    verb = forms.ChoiceField(
        label=_("What to do with their comments"),
        choices=[(verb, verb.label) for verb in CLEARING],
        initial=Verb.REMOVE,
    )
    days = forms.IntegerField(
        label=_("How many days back"), min_value=1, max_value=MOST_DAYS, initial=7
    )

    def since(self) -> datetime:
        return timezone.now() - timedelta(days=self.cleaned_data["days"])


class ClearForm(SpanForm):
    reason = ReasonField(label=_("Reason"), required=False)

    def clean(self) -> None:
        removes = self.cleaned_data.get("verb") == Verb.REMOVE
        if removes and self.cleaned_data.get("reason") == "":
            self.add_error("reason", _("Please say why: removing needs a reason."))


class KeysField(forms.Field):
    """Persons who are meant too, by their keys. Whatever is no such key is nobody."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Key]:
        found = (_key(str(text)) for text in list(value or [])[:MOST_MEANT])
        return [key for key in found if key]


def _key(text: str) -> Key | None:
    try:
        key = Key.read(text)
    except ValueError:
        return None
    return key if key.kind in PERSONAL else None


class ErasingForm(forms.Form):
    """Who is meant besides, whether their words go too, and the name, to be sure."""

    also = KeysField(required=False)
    words = forms.BooleanField(label=_("Their words too"), required=False)
    # The last question but one: what was ticked is to be read again.
    sure = forms.BooleanField(required=False)
    typed = forms.CharField(label=_("Name"), required=False)

    @property
    def keys(self) -> list[Key]:
        return list(self.cleaned_data.get("also") or [])

    @property
    def takes_words(self) -> bool:
        return bool(self.cleaned_data.get("words"))

    @property
    def is_sure(self) -> bool:
        return bool(self.cleaned_data.get("sure"))

    def is_typed(self, name: str) -> bool:
        typed = " ".join((self.cleaned_data.get("typed") or "").split())
        if typed != name:
            self.add_error("typed", _("This is not the name that stands above."))
        return typed == name
