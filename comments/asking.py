"""The shape of what readers report, and of what authors ask."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.forms import must_be_readable
from comments.rules import REASON_LENGTH, FlagReason

# The version of a UUID that is all chance.
RANDOM = 4
MISSING = _("Please choose what is wrong with it.")


class RemarkField(forms.CharField):
    """A few words for the moderators."""

    widget = forms.Textarea(attrs={"rows": 2, "dir": "auto", "data-limit": REASON_LENGTH})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, max_length=REASON_LENGTH, validators=[must_be_readable], **kwargs
        )

    def to_python(self, value: Any) -> str:
        return "\n".join((super().to_python(value) or "").splitlines())

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        return {}


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=[
            (FlagReason.ABUSE, _("It is abusive")),
            (FlagReason.SPAM, _("It is spam")),
            (FlagReason.OFF_TOPIC, _("It is off topic")),
            (FlagReason.ILLEGAL, _("It is illegal")),
            (FlagReason.OTHER, _("Something else")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": MISSING, "invalid_choice": MISSING},
    )
    text = RemarkField(label=_("Anything to add?"))
    submission = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_submission(self) -> UUID | None:
        """The form's key, if it is a random one as we have given it."""
        try:
            key = UUID(self.cleaned_data["submission"])
        except ValueError:
            return None
        return key if key.version == RANDOM else None


class AppealForm(forms.Form):
    text = RemarkField(label=_("What should a moderator know?"))
