"""Words as Markdown that says just that; links and code as Markdown."""

import re
from urllib.parse import quote

ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
IN_WORDS = re.compile(r"([\\`*\[\]~<]|&(?=[#\w]+;)|(?<![^\W_])_|_(?![^\W_]))")
MEANINGFUL = re.compile(r"[\\`*\[\]~<&_]")
AT_START = re.compile(r"^([^\S\n]*)([#>+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)
NUMBER = re.compile(r"^([^\S\n]*\d{1,9})([.)])", re.MULTILINE)


def escape(text: str) -> str:
    """Addresses stay what can be followed."""
    if not MEANINGFUL.search(text):
        return text
    parts: list[str] = []
    at = 0
    for found in ADDRESS.finditer(text):
        parts += [IN_WORDS.sub(r"\\\1", text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*parts, IN_WORDS.sub(r"\\\1", text[at:])])


def escape_lines(text: str) -> str:
    return escape_starts(escape(text))


def escape_starts(text: str) -> str:
    """Lines that only look like an item of a list, a quote or a heading."""
    if not any(_may_start(line.lstrip()[:1]) for line in text.split("\n")):
        return text
    text = NUMBER.sub(r"\1\\\2", text)
    return AT_START.sub(lambda m: m[0] if m[2].isdigit() else f"{m[1]}\\{m[2]}", text)


def link(label: str, href: str) -> str:
    href = href.strip()
    if not ADDRESS.match(href):
        return label
    address = quote(href, safe="%/:?#[]@!$&'()*+,;=~-._")
    if label in {href, address}:
        return f"<{address}>"
    # Here an address is a word like others.
    label = ADDRESS.sub(lambda found: IN_WORDS.sub(r"\\\1", found[0]), label)
    return f"[{label}]({address})" if not re.search(r"[()]", address) else f"[{label}](<{address}>)"


def code(body: str) -> str:
    sign = "`" * (1 + _longest_run(body))
    pad = " " if body[0] == "`" or body[-1] == "`" else ""
    return f"{sign}{pad}{body}{pad}{sign}"


def fence(body: str) -> str:
    return "`" * max(3, 1 + _longest_run(body))


def _longest_run(body: str) -> int:
    return max((len(run) for run in re.findall("`+", body)), default=0)


def _may_start(sign: str) -> bool:
    return sign.isdigit() or (sign != "" and sign in "#>+=-")
