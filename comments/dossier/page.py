"""The same as a page that needs nothing but itself: no script, nothing fetched, all escaped."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STYLE = """
:root { color-scheme: light dark; --quiet: #595959; background: #fff; color: #1a1a1a; }
@media screen and (prefers-color-scheme: dark) {
  :root { --quiet: #b3b3b3; background: #16181a; color: #e6e6e6; }
  a { color: #9ec5ff; }
}
body { max-width: 42rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.25rem; }
h3 { margin: 0 0 0.75rem; font-size: 1rem; }
article { padding: 1rem 0; border-top: 1px solid #8886; }
dl dl { padding-inline-start: 0.75rem; border-inline-start: 2px solid #8886; }
dl { margin: 0.25rem 0; }
dt { color: var(--quiet); font-size: 0.875rem; }
dd { margin: 0 0 0.5rem; }
p { margin: 0; white-space: pre-wrap; }
@media print {
  :root { color-scheme: light; --quiet: #444; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  a { color: inherit; }
  a.named::after { content: " (" attr(href) ")"; }
  h1, h2, h3, dt { break-after: avoid; }
}
"""
HEAD = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>{style}</style></head><body><main><h1>{title}</h1>
"""
END = "</main></body></html>\n"

# What the JSON's names would not tell a reader.
SECTIONS = {
    "reports": gettext_lazy("Reports that you made"),
    "decisions": gettext_lazy("Decisions about you"),
    "notes": gettext_lazy("Notes about you"),
}
LABELS = {
    "known_by": gettext_lazy("Looked for by"),
    "made_at": gettext_lazy("Made"),
    "address": gettext_lazy("Where it stands"),
    "email": gettext_lazy("E-mail address"),
    "earlier": gettext_lazy("Earlier texts"),
    "holds": gettext_lazy("Why it waited"),
    "reports": gettext_lazy("Reports by others"),
    "address_kept_until": gettext_lazy("Scrambled network address kept until"),
    "learned": gettext_lazy("Learned by the spam filter"),
    "is_active": gettext_lazy("Open"),
    "is_answered": gettext_lazy("Answered"),
}
LINK = ("https://", "http://")


def begin(head: dict[str, Any], *, is_empty: bool) -> str:
    title = _("What %(site)s holds about you") % {"site": head["site"]}
    start = HEAD.format(language="en", title=escape(title), style=STYLE)
    told = {name: value for name, value in head.items() if name != "understory_person"}
    none = f"<p><b>{escape(_('Nothing is held under these.'))}</b></p>" if is_empty else ""
    return start + "".join(_fields(told)) + none


def heading(section: str) -> str:
    return f"<section><h2>{escape(SECTIONS.get(section) or _plainly(section))}</h2>\n"


def item(section: str, row: dict[str, Any]) -> str:
    head = _comment_head(row) if section == "comments" else ""
    # It stands in the heading.
    told = {name: value for name, value in row.items() if name != "number"}
    return f"<article>{head}{''.join(_fields(told))}</article>\n"


def closing(count: int) -> str:
    none = "" if count else f"<p>{escape(_('None.'))}</p>"
    return f"{none}</section>\n"


def _comment_head(row: dict[str, Any]) -> str:
    day = date_format(localtime(row["written"]))
    on = _("on “%(title)s”") % {"title": row["article"]["title"]}
    return f'<h3 dir="auto">{escape(" · ".join(filter(None, (row["number"], day, on))))}</h3>'


def _fields(row: dict[str, Any]) -> Iterator[str]:
    yield "<dl>"
    for name, value in row.items():
        # What is empty would fill the page; the JSON has it.
        if value not in ("", None, []):
            yield f"<dt>{escape(LABELS.get(name) or _plainly(name))}</dt><dd>"
            yield from _value(value, is_address=name == "address")
            yield "</dd>"
    yield "</dl>"


def _value(value: Any, *, is_address: bool = False) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _value(each)
    elif isinstance(value, dict) and value.keys() == {"title", "address"}:
        yield _link(value["address"], value["title"])
    elif isinstance(value, dict):
        yield from _fields(value)
    elif is_address:
        yield _link(value, value)
    else:
        yield f'<p dir="auto">{escape(_plain(value))}</p>'


def _link(address: str, words: str) -> str:
    if not address.startswith(LINK):
        return f'<p dir="auto">{escape(words)}</p>'
    kind = "" if words == address else ' class="named"'
    return f'<p dir="auto"><a{kind} href="{escape(address)}">{escape(words)}</a></p>'


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)


def _plainly(name: str) -> str:
    return name.replace("_", " ").capitalize()
