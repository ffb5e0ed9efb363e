"""Words as XML that every reader takes, whatever people have typed. Pure; knows no Django."""

import re
from xml.sax.saxutils import escape, quoteattr

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What XML cannot say, not even escaped.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(name: str, words: object = "", **attributes: str) -> str:
    said = escape(FORBIDDEN.sub("", str(words)))
    given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{given}>{said}</{name}>\n"


def quoted(name: str, words: str) -> str:
    """As it is; what would end the section stands in two of them."""
    said = FORBIDDEN.sub("", words).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{said}]]></{name}>\n"
