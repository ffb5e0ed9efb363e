"""A rule as editors write it: the fields that its kind uses, and no others."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.forms import must_be_one_line, must_be_readable
from comments.models import Rule
from comments.moderation.rules.wording import WORDINGS, Value
from comments.rulebook.backtest import MOST
from comments.rulebook.kinds import Terms
from comments.rulebook.matching import (
    LONGEST_ENTRY,
    LONGEST_LIST,
    MOST_ENTRIES,
    entries_of,
    entry_words,
)
from comments.rulebook.shelf import terms_of

EXAMPLES = 3
EVERYWHERE = _(
    "Empty: everywhere. A rule of an article stands there instead of all such rules that hold "
    "everywhere; switched off, no such rule holds there."
)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    kind = ""

    class Meta:
        model = Rule
        fields = ["name", "number", "minutes", "words", "article", "enabled"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wording = WORDINGS[self.kind]
        self.instance.kind = self.kind
        self.fields["article"].help_text = EVERYWHERE
        self.fields["name"].validators += [must_be_readable, must_be_one_line]
        for name, value in (("number", wording.number), ("minutes", wording.minutes)):
            if value:
                self._ask_for(name, value)
        if wording.words:
            self.fields["words"].help_text = wording.words
            self.fields["words"].required = True
            self.fields["words"].widget.attrs |= {"rows": 12, "dir": "auto"}

    def clean_minutes(self) -> int:
        value = WORDINGS[self.kind].minutes
        return int(self.cleaned_data["minutes"] * (value.units if value else 1))

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        must_be_readable(words)
        entries = entries_of(words)
        if len(words) > LONGEST_LIST or len(entries) > MOST_ENTRIES:
            raise ValidationError(_too_many(len(entries), len(words)))
        if vain := [entry for entry in entries if not entry_words(entry)]:
            raise ValidationError(_in_vain(vain))
        return "\n".join(entries)

    def terms(self) -> Terms:
        """What the rule would say, once the form is valid."""
        rule = self.instance
        return terms_of(rule.kind, rule.number, rule.minutes, rule.words)

    def _ask_for(self, name: str, value: Value) -> None:
        adding = self.instance._state.adding  # noqa: SLF001 - Django documents it
        self.initial[name] = None if adding else getattr(self.instance, name) // value.units
        self.fields[name] = forms.IntegerField(
            label=value.label,
            help_text=value.help,
            min_value=value.least,
            max_value=value.most,
        )


class TrialForm(forms.Form):
    """How many comments a rule is tried on."""

    most = forms.TypedChoiceField(
        label=_("the last"), choices=[(n, f"{n:,}") for n in (100, 1_000, MOST)], coerce=int
    )


def _too_many(entries: int, letters: int) -> str:
    return _(
        "These are %(entries)d entries of %(letters)d characters together; "
        "%(most_entries)d and %(most_letters)d are the limits."
    ) % {
        "entries": entries,
        "letters": letters,
        "most_entries": MOST_ENTRIES,
        "most_letters": LONGEST_LIST,
    }


def _in_vain(entries: list[str]) -> str:
    return _("Nothing could be looked for: %(entries)s. An entry has 2 to %(most)d letters.") % {
        "entries": ", ".join(entry[:LONGEST_ENTRY] for entry in entries[:EXAMPLES]),
        "most": LONGEST_ENTRY,
    }
