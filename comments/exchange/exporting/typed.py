"""Our safe HTML as people type it into WordPress: newlines break lines, empty ones part paragraphs.

Its importer may take all tags from comments but those of links, emphasis, quotes and code: so
neither paragraphs nor breaks may depend on one. Pure; knows no Django.
"""

import re

PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
# Newlines that only part one tag from the next.
AFTER_BLOCK = re.compile(
    r"(<br>|<hr>|</?(?:p|pre|blockquote|h[2-6]|table|thead|tbody|tr|td|th)>"
    r"|<(?:[uo]l|li)(?: [^<>]*)?>)\n"
)
# Without their tags, items are still to stand in lines of their own.
AFTER_ITEM = re.compile(r"(</li>|</[uo]l>(?=\n</li>))\n")
AFTER_LIST = re.compile(r"(</[uo]l>)\n")


def as_typed(html: str) -> str:
    parts = PRE.split(html)
    # Every second part is code, where newlines are what they are.
    parts[::2] = [_typed(part) for part in parts[::2]]
    return "".join(parts).strip()


def _typed(html: str) -> str:
    html = AFTER_ITEM.sub(r"\1<br>", AFTER_BLOCK.sub(r"\1", html))
    html = AFTER_LIST.sub(r"\1<br><br>", html).replace("\n", " ")
    return html.replace("<br>", "\n").replace("<p>", "").replace("</p>", "\n\n")
