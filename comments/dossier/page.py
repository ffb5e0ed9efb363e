"""The same as a page that needs nothing but itself: no script, nothing fetched, all escaped."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.25rem; }
section > dl { margin: 0; padding: 1rem 0; border-top: 1px solid #8886; }
dl dl { padding-inline-start: 0.75rem; border-inline-start: 2px solid #8886; }
dl { margin: 0.25rem 0; }
dt { color: GrayText; font-size: 0.875rem; }
dd { margin: 0 0 0.5rem; }
p { margin: 0; white-space: pre-wrap; }
"""
HEAD = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title><style>{style}</style></head><body><h1>{title}</h1>
"""
END = "</body></html>\n"


def begin(head: dict[str, Any]) -> str:
    title = _("What %(site)s holds about you") % {"site": head["site"]}
    language = "en"
    start = HEAD.format(language=language, title=escape(title), style=STYLE)
    told = {name: value for name, value in head.items() if name != "understory_person"}
    return start + "".join(_value(told))


def heading(section: str) -> str:
    return f"<section><h2>{_label(section)}</h2>\n"


def item(row: dict[str, Any]) -> str:
    return "".join(_value(row)) + "\n"


def closing(count: int) -> str:
    none = "" if count else f"<p>{escape(_('None.'))}</p>"
    return f"{none}</section>\n"


def _value(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield "<dl>"
        for name, each in value.items():
            # What is empty would fill the page; the JSON has it.
            if each not in ("", None, []):
                yield f"<dt>{_label(name)}</dt><dd>"
                yield from _value(each)
                yield "</dd>"
        yield "</dl>"
    elif isinstance(value, list):
        for each in value:
            yield from _value(each)
    else:
        yield f'<p dir="auto">{escape(_plain(value))}</p>'


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)


def _label(name: str) -> str:
    return escape(name.replace("_", " ").capitalize())
