from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.forms import must_be_readable
from comments.models import Verb
from comments.rules import MODERATION, REASON_LENGTH


class ReasonField(forms.CharField):
    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        too_long = _("This is %(show_value)d characters long; %(limit_value)d is the limit.")
        super().__init__(
            max_length=REASON_LENGTH,
            error_messages={"max_length": too_long},
            validators=[must_be_readable],
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        # No maxlength: a browser would cut what is pasted, without a word.
        return {"rows": 2, "dir": "auto"}


class DecisionForm(forms.Form):
    """A moderator's decision about a comment, a branch or many of them."""

    verb = forms.ChoiceField(
        choices=[(verb, Verb(verb).label) for verb in MODERATION],
        error_messages={"required": _("Please choose what is to be done.")},
    )
    branch = forms.BooleanField(
        label=_("The whole branch: all replies beneath it too"), required=False
    )
    reason = ReasonField(label=_("Reason"), required=False)

    def clean(self) -> None:
        removes = self.cleaned_data.get("verb") == Verb.REMOVE
        # A reason that is too long is missing here, and has an error of its own.
        if removes and self.cleaned_data.get("reason") == "":
            self.add_error("reason", _("Please say why: removing needs a reason."))
