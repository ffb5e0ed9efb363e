"""What is uploaded to be imported, and how."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from comments.exchange.formats.known import FORMATS
from comments.exchange.maps import read_map
from comments.exchange.matching import Rule
from comments.exchange.moving_in import SOURCE_LENGTH
from comments.exchange.records import SourceError, sentence
from comments.exchange.uploads.receiving import Received
from comments.models import State
from comments.moderation.imports.taking_for import AUTO, FIND_OUT, taken_for

FIRST_DAY = date(1970, 1, 1)
RULES = [
    (Rule.CREATE, _("are made, as the files have them")),
    (Rule.MATCH, _("are left out, with their comments")),
]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        for empty in (each for each in data or [] if not each.size):
            words = _("“%(name)s” is empty. Export or download it again.")
            raise forms.ValidationError(words % {"name": empty.name})
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class UploadForm(forms.Form):
    file = FilesField(
        label=_("Files"), error_messages={"required": _("Please choose one file or several.")}
    )
    articles = forms.ChoiceField(
        label=_("Articles that are not here yet"),
        choices=RULES,
        initial=Rule.CREATE,
        widget=forms.RadioSelect,
    )
    format = forms.ChoiceField(label=_("What the files are"), initial=AUTO)
    source = forms.CharField(
        label=_("Where it is from"),
        help_text=_("Leave empty, unless a report asks for it."),
        required=False,
        max_length=SOURCE_LENGTH,
    )
    site = forms.CharField(
        label=_("Only this site"),
        help_text=_("If the files are of several: the report names them."),
        required=False,
        max_length=SOURCE_LENGTH,
    )
    map = forms.FileField(
        label=_("List of articles and their addresses"),
        help_text=_("Only if articles are not found by themselves. A CSV file, each line such as:"),
        required=False,
    )
    states = forms.MultipleChoiceField(
        label=_("Only comments that are"),
        choices=State.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    since = forms.DateField(
        label=_("Only comments written from this day on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, files: Any = None, fault: str = "") -> None:
        super().__init__(data, files)
        self.fault = fault
        formats: Any = self.fields["format"]
        known = [(name, capfirst(each.name)) for name, each in FORMATS.items()]
        formats.choices = [(AUTO, FIND_OUT), *known]

    @property
    def is_choosy(self) -> bool:
        """Whether something of the rarer choices was made."""
        rare = ("source", "site", "map", "states", "since", "format")
        made = any(self.data.get(name) for name in rare[:-1]) or self.data.get("format") != AUTO
        return self.is_bound and (made or any(self.errors.get(name) for name in rare))

    def clean_since(self) -> datetime | None:
        day = self.cleaned_data["since"]
        if day is None:
            return None
        if not FIRST_DAY <= day <= timezone.localdate():
            raise forms.ValidationError(_("Please give a day between 1970 and today."))
        return timezone.make_aware(datetime.combine(day, time()))

    def clean_map(self) -> Received | None:
        chart: Received | None = self.cleaned_data["map"]
        if chart:
            try:
                read_map(Path(chart.path), chart.name or "")
            except SourceError as error:
                raise forms.ValidationError(sentence(error)) from None
        return chart

    def clean(self) -> None:
        if self.fault:
            # What did not come through is not missing.
            self.errors.pop("file", None)
            self.add_error("file", self.fault)
        elif not {"file", "format"} & self.errors.keys():
            try:
                chosen = self.cleaned_data["format"]
                self.cleaned_data["format"] = taken_for(self.cleaned_data["file"], chosen)
            except forms.ValidationError as wrong:
                self.add_error("file", wrong)
