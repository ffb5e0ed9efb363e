"""What is uploaded to be imported, and how. What it is seems to be a matter of shape, too."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.exchange.formats.files import Part, parts_of
from comments.exchange.formats.known import FORMATS, recognised, require
from comments.exchange.maps import read_map
from comments.exchange.matching import Rule
from comments.exchange.moving_in import SOURCE_LENGTH
from comments.exchange.records import SourceError
from comments.exchange.uploads.receiving import Received
from comments.models import State

AUTO = "auto"
# Of the files in a .zip, while somebody waits; the dry run looks into all.
LOOKED_INTO = 100
FIRST_DAY = date(1970, 1, 1)
RULES = [
    (Rule.CREATE, _("are made from the export")),
    (Rule.MATCH, _("are left out with their comments, and counted")),
]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class UploadForm(forms.Form):
    file = FilesField(
        label=_("Files"), error_messages={"required": _("Please choose one file or several.")}
    )
    format = forms.ChoiceField(label=_("Format"), initial=AUTO)
    articles = forms.ChoiceField(
        label=_("Articles that are not here"),
        choices=RULES,
        initial=Rule.CREATE,
        widget=forms.RadioSelect,
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
    source = forms.CharField(
        label=_("Where it is from"),
        help_text=_("if the files do not say; the same words for each export from there"),
        required=False,
        max_length=SOURCE_LENGTH,
    )
    site = forms.CharField(
        label=_("Only this site"),
        help_text=_("if the files are of several; the dry run names them"),
        required=False,
        max_length=SOURCE_LENGTH,
    )
    map = forms.FileField(
        label=_("Map of articles"),
        help_text=_("CSV, lines of: address there,slug here"),
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, fault: str = "") -> None:
        super().__init__(data, files)
        self.fault = fault
        formats: Any = self.fields["format"]
        known = [(name, each.name) for name, each in FORMATS.items()]
        formats.choices = [(AUTO, _("is seen from the content")), *known]

    @property
    def is_choosy(self) -> bool:
        """Whether something of the rarer choices was made."""
        rare = ("site", "states", "since")
        return self.is_bound and any(self.data.get(name) or self.errors.get(name) for name in rare)

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
                raise forms.ValidationError(f"{error}.") from None
        return chart

    def clean(self) -> None:
        if self.fault:
            # What did not come through is not missing.
            self.errors.pop("file", None)
            self.add_error("file", self.fault)
        elif not {"file", "format"} & self.errors.keys():
            try:
                self.cleaned_data["format"] = self._taken_for()
            except SourceError as error:
                self.add_error("file", f"{error}.")

    def _taken_for(self) -> str:
        """The chosen format, if all files are in it; or the one that they seem to be in."""
        received: list[Received] = self.cleaned_data["file"]
        parts = [part for each in received for part in parts_of(Path(each.path), each.name or "")]
        name: str = self.cleaned_data["format"]
        name = _recognised(parts[0]) if name == AUTO else name
        for part in parts[:LOOKED_INTO]:
            require(part, name)
        return name


def _recognised(part: Part) -> str:
    if name := recognised(part):
        return name
    raise SourceError(part.name, str(_("is in none of the formats that are known here")))
