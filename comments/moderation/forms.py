import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.lookup import LARGEST, is_number
from articles.models import Article
from comments.forms import must_be_readable
from comments.models import Reason, Verb
from comments.querysets import numbered
from comments.rules import MARKS, MODERATION, REASON_LENGTH
from comments.seen import Seen, read_seen


class ReasonField(forms.CharField):
    widget = forms.Textarea

    def __init__(
        self,
        *,
        most: int = REASON_LENGTH,
        error_messages: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        too_long = _("This is %(show_value)d characters long; %(limit_value)d is the limit.")
        super().__init__(
            max_length=most,
            error_messages={"max_length": too_long, **(error_messages or {})},
            validators=[must_be_readable],
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        # No maxlength: a browser would cut what is pasted, without a word.
        return {"rows": 2, "dir": "auto"}


class SeenField(forms.Field):
    """What was seen of a comment, as its page carried it; None: nothing is known of that."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> Seen | None:
        return read_seen(value or "")


UNEXPLAINED = _("Please say why: choose a reason, or write one.")


def causes() -> "QuerySet[Reason]":
    """Why something is removed, as the site offers it."""
    return Reason.objects.filter(is_active=True)


class CauseField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def __init__(self) -> None:
        super().__init__(
            causes(), label=_("Reason"), required=False, empty_label=_("None of these")
        )


class TellField(forms.BooleanField):
    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, initial=True)


def explain(form: forms.Form) -> None:
    """Removing needs a reason. One that is too long, or none of ours, has an error of its own."""
    given: dict[str, Any] = form.cleaned_data
    if given.get("reason") == "" and given.get("cause", "") is None:
        form.add_error("reason", UNEXPLAINED)


class DecisionForm(forms.Form):
    """A moderator's decision about a comment, a branch or many of them."""

    verb = forms.ChoiceField(
        choices=[(verb, Verb(verb).label) for verb in MODERATION],
        error_messages={"required": _("Please choose what is to be done.")},
    )
    branch = forms.BooleanField(
        label=_("The whole branch: all replies beneath it too"), required=False
    )
    cause = CauseField()
    reason = ReasonField(label=_("In your words"), required=False)
    tells_author = TellField(_("When removing, tell the author why"))
    seen = SeenField()

    def clean(self) -> None:
        if self.cleaned_data.get("verb") == Verb.REMOVE:
            explain(self)

    @property
    def said(self) -> dict[str, Any]:
        """Why, and whether the author is told: as an action takes it."""
        asked = self.cleaned_data
        tells = asked["tells_author"] and asked["verb"] == Verb.REMOVE
        return {"reason": asked["reason"], "cause": asked["cause"], "tells_author": tells}


class UndoForm(forms.Form):
    reason = ReasonField(label=_("In your words"), required=False)


class MarkForm(forms.Form):
    """That a branch is closed, a comment pinned or picked, or no longer so."""

    verb = forms.ChoiceField(choices=[(verb, Verb(verb).label) for verb in MARKS])
    reason = ReasonField(required=False)


# A number in the deepest thread; links are shorter.
TARGET_LENGTH = 5_000
NUMBER = re.compile(r"#?([0-9]{1,9}(?:\.[0-9]{1,9})*)\.?")
# Ids are longer than any number; a link ends in one, or in more words after it.
ID = re.compile(r"(?:.*(?:/comments?/|#?c-))?([0-9]{10,19})(?:[/?#].*)?")


class MoveForm(forms.Form):
    """Where a moderator wants a comment to go: beneath another, or to a thread of its own."""

    target = forms.CharField(
        label=_("Beneath which comment"),
        help_text=_("Its number, such as 11.1, its id or its link."),
        max_length=TARGET_LENGTH,
        required=False,
    )
    alone = forms.BooleanField(label=_("To a thread of its own"), required=False)
    reason = ReasonField(label=_("Reason"), required=False)
    # The newest move that the moderator has seen.
    last_move = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)

    def __init__(self, article: Article, data: Any = None) -> None:
        super().__init__(data)
        self.article = article

    def clean_target(self) -> int | None:
        text = self.cleaned_data["target"]
        if not text:
            return None
        if found := NUMBER.fullmatch(text):
            return self._numbered(found[1])
        found = ID.fullmatch(text)
        if not found or not is_number(found[1]):
            raise forms.ValidationError(_("This is no number, id or link of a comment."))
        return int(found[1])

    def clean(self) -> None:
        if self.errors:
            return
        target, alone = self.cleaned_data["target"], self.cleaned_data["alone"]
        if target is None and not alone:
            self.add_error("target", _("Please say where it is to go."))
        if target is not None and alone:
            self.add_error("target", _("Please choose: beneath this comment, or its own thread."))

    def _numbered(self, text: str) -> int:
        found = numbered(self.article, tuple(map(int, text.split("."))))
        if found is None:
            words = _("There is no comment %(number)s beneath this article.")
            raise forms.ValidationError(words, params={"number": text})
        return found
