from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.exchange.formats.known import FORMATS
from comments.exchange.matching import Rule
from comments.exchange.uploads.steps import is_dead
from comments.models import State, Step, Upload
from comments.moderation.imports.forms import RULES

TITLES = {
    Step.UPLOADED: _("Uploaded"),
    Step.TRYING: _("A dry run"),
    Step.TRIED: _("What would come in"),
    Step.RUNNING: _("Importing"),
    Step.DONE: _("Imported"),
}
# What ended early, by whether it was a dry run.
ENDED_EARLY = {
    Step.STOPPED: {True: _("The dry run was stopped"), False: _("The import was stopped")},
    Step.FAILED: {True: _("The dry run failed"), False: _("The import failed")},
}
BROKEN_OFF = {True: _("The dry run broke off"), False: _("The import broke off")}
# Until somebody presses a button.
WAITING = {Step.UPLOADED, Step.TRIED}
STAGES = {
    "": _("Starting"),
    "reading": _("Reading the files"),
    "between": _("Putting threads together"),
    "dry run": _("Trying it out"),
    "storing": _("Storing"),
}

# What an undo takes back, by what one and what many are called.
KINDS = {
    "comment": ("%(n)s comment", "%(n)s comments"),
    "article": ("%(n)s article", "%(n)s articles"),
    "pingback": ("%(n)s pingback", "%(n)s pingbacks"),
    "reason": ("%(n)s reason", "%(n)s reasons"),
    "hold": ("%(n)s hold", "%(n)s holds"),
    "flag": ("%(n)s flag", "%(n)s flags"),
    "appeal": ("%(n)s appeal", "%(n)s appeals"),
    "sanction": ("%(n)s ban", "%(n)s bans"),
}


def format_name(name: str) -> str:
    return FORMATS[name].name if name in FORMATS else name


def title(upload: Upload) -> str:
    if is_dead(upload):
        return str(BROKEN_OFF[upload.is_dry])
    step = Step(upload.step)
    return str(ENDED_EARLY[step][upload.is_dry] if step in ENDED_EARLY else TITLES[step])


def stage(upload: Upload) -> str:
    return str(_("Stopping")) if upload.stop_asked else str(STAGES.get(upload.stage, upload.stage))


def told(upload: Upload) -> str:
    """How far it is, in a few characters."""
    if upload.total:
        return f"{min(100 * upload.reached // upload.total, 100)} %"
    return _("%(count)s rows") % {"count": f"{upload.reached:,}"} if upload.reached else ""


def heard(upload: Upload) -> str:
    """For who only hears how far it is: often enough."""
    if not upload.total or upload.stop_asked:
        return stage(upload)
    quarters = min(4 * upload.reached // upload.total, 4)
    return f"{stage(upload)}: {25 * quarters} %"


def state(upload: Upload) -> str:
    if is_dead(upload):
        return str(_("broken off"))
    words = _("waits for you") if upload.step in WAITING else Step(upload.step).label
    return " ".join(filter(None, [str(words), told(upload)]))


def counted(undone: dict[str, int]) -> list[str]:
    """How much of what; nothing of what there is none."""
    shown = [(words, undone.get(kind, 0)) for kind, words in KINDS.items()]
    return [ngettext(*words, n) % {"n": f"{n:,}"} for words, n in shown if n]


def choices(upload: Upload) -> list[tuple[Any, str]]:
    known = [(_("taken for"), format_name(upload.format)), (_("source"), upload.source)]
    size = (_("size"), filesizeformat(upload.size))
    return [(name, words) for name, words in [*known, *chosen(upload), size] if words]


def chosen(upload: Upload) -> list[tuple[Any, str]]:
    """How it was imported, as far as somebody had a choice and made one."""
    since = date_format(localtime(upload.since)) if upload.since else ""
    known = [
        (_("site"), upload.site),
        (_("articles that are not here yet"), str(dict(RULES)[Rule(upload.articles)])),
        (_("only comments that are"), ", ".join(str(State(each).label) for each in upload.states)),
        (_("only comments from this day on"), since),
        (_("list of articles"), upload.map_name),
    ]
    return [(name, words) for name, words in known if words]
