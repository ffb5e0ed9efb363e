"""The shape of what was typed. Forms never save."""

import unicodedata
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from comments import traps
from comments.rules import NAME_LENGTH, TEXT_LENGTH, Suspicion

# Characters that turn the direction of everything behind them, the rest of the page included.
BIDI_CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}
# Letters and symbols by name, blank to the eye: the Hangul fillers and an empty Braille cell.
BLANKS = set("\u115f\u1160\u3164\uffa0\u2800")


def must_be_readable(value: str) -> None:
    """Refuse what arrived broken: Django puts U+FFFD where bytes were no UTF-8."""
    if "\ufffd" in value:
        raise ValidationError(_("Some characters could not be read. Please type them again."))


def must_be_visible(value: str) -> None:
    if all(unicodedata.category(c) in INVISIBLE or c in BLANKS for c in value):
        raise ValidationError(_("Please write something that can be seen."))


def must_be_one_line(value: str) -> None:
    if any(unicodedata.category(c) == "Cc" or c in BIDI_CONTROLS for c in value):
        raise ValidationError(_("A name cannot contain control characters."))


class LineField(forms.CharField):
    """One line of text, its white space folded."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class WordsField(forms.CharField):
    """A comment's words: line ends as one newline, counted as they are stored."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Comment"),
            help_text=_("**bold**, *italic*, `code`, > quote, - list, [link](https://…)"),
            max_length=TEXT_LENGTH,
            error_messages={
                "required": _("Please write something."),
                "max_length": _(
                    "This is %(show_value)d characters long; %(limit_value)d is the limit."
                ),
            },
            validators=[must_be_readable, must_be_visible],
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        # No maxlength: a browser would cut what is pasted, without a word.
        return {"rows": 6, "dir": "auto", "data-limit": TEXT_LENGTH}


class WebsiteField(forms.URLField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", max_length=200, **kwargs)

    default_validators = [URLValidator(schemes=["http", "https"])]


class BaitField(forms.Field):
    """Takes whatever it is given: an error would tell that it is looked at."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1})


class StampField(forms.Field):
    """When the form was shown; shown again, it goes on with that, unless it is nothing of ours."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if traps.can_be_kept(data or "") else initial


class ProofField(forms.Field):
    """The script fills it when the form is sent. A proof counts once, so none is shown again."""

    widget = forms.HiddenInput

    def bound_data(self, _data: Any, _initial: Any) -> str:
        return ""


class CommentForm(forms.Form):
    """A comment as a guest writes it. `submission` keeps a repeated post from doubling it."""

    name = LineField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Please give a name.")},
        validators=[must_be_readable, must_be_visible, must_be_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = WebsiteField(
        label=_("Website"),
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    text = WordsField()
    submission = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    stamp = StampField(required=False)
    proof = ProofField(required=False)
    # A name that programs like to fill, and browsers do not.
    subject = BaitField(label=_("Leave this empty"), required=False)

    def __init__(self, *args: Any, signed_in: bool = False, **kwargs: Any) -> None:
        own = {"submission": uuid4(), "stamp": traps.stamp()}
        kwargs["initial"] = own | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if signed_in:
            # Who has an account is no program.
            for name in ("name", "email", "website", "stamp", "proof", "subject"):
                del self.fields[name]
        elif not settings.PROOF_OF_WORK:
            del self.fields["proof"]

    def clean_submission(self) -> UUID | None:
        """The key as a UUID, whatever a client sent; None if it sent none."""
        typed = self.cleaned_data["submission"]
        if not typed:
            return None
        try:
            return UUID(typed)
        except ValueError:
            return uuid5(NAMESPACE_OID, typed)

    def suspicions(self) -> list[Suspicion]:
        """Why a form that is filled well may be a program's."""
        if "stamp" not in self.fields:
            return []
        typed = self.cleaned_data
        return traps.suspicions(typed["subject"] or "", typed["stamp"] or "")

    def renew_submission(self) -> None:
        """Give the form, shown again, a key of its own."""
        self.data = {**_typed(self), "submission": str(uuid4())}


# More digits than any comment has been edited times.
NEVER = 9


class EditForm(forms.Form):
    text = WordsField()
    revision = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_revision(self) -> int:
        """The revision that was edited; one that never was, if a client sent none."""
        typed = str(self.cleaned_data["revision"])
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < NEVER else 0

    def renew_revision(self, revision: int) -> None:
        self.data = {**_typed(self), "revision": str(revision)}


def _typed(form: forms.Form) -> dict[str, Any]:
    return {name: form.data.get(name) for name in form.data}
