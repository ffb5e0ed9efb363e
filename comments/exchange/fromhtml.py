"""HTML from elsewhere to the Markdown of comments: words, links, quotes, lists and code stay.

Nothing of the source's HTML is kept or shown; what is stored is rendered like anybody's words.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote

# Deeper quotes in quotes, or marks in marks, are flat: no reader can tell them apart.
DEEPEST = 8
BLOCKS = {
    "p", "div", "section", "article", "figure", "figcaption", "header", "footer", "table", "tr",
    "dl", "dt", "dd", "address", "center", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset",
    "details", "summary", "main", "nav", "aside", "tbody", "thead", "caption",
}  # fmt: skip
PLAIN = {
    "span", "font", "small", "big", "u", "sub", "sup", "abbr", "acronym", "cite", "q", "mark",
    "kbd", "samp", "var", "label", "time", "ins", "html", "body", "head", "title", "td", "th",
    "tt", "dfn", "wbr", "object", "param", "picture", "source", "col", "colgroup", "button",
    "svg", "path", "noscript", "input", "bdo", "bdi", "ruby", "rt", "rp", "meta", "link",
}  # fmt: skip
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
EMBEDS = {"img", "iframe", "embed", "video", "audio"}
SILENT = {"script", "style", "template"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
OTHERS = {"a", "br", "hr", "pre", "code", "blockquote", "ul", "ol", "li"}
KNOWN = BLOCKS | PLAIN | MARKS.keys() | EMBEDS | SILENT | OTHERS

ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
UNFINISHED = re.compile("<(?!/?[a-zA-Z][^<>]*>)")
IN_WORDS = re.compile(r"([\\`*\[\]~<]|&(?=[#\w]+;)|(?<!\w)_|_(?!\w))")
MEANINGFUL = re.compile(r"[\\`*\[\]~<&_]")
AT_START = re.compile(r"^(\s*)([#>+=-]|\d{1,9}(?=[.)]))", re.MULTILINE)
NUMBER = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)


def markdown_of(text: str, *, lines: bool = False, is_plain: bool = False) -> str:
    """`lines`: newlines are line breaks. `is_plain`: there are no tags in it at all."""
    if is_plain or ("<" not in text and "&" not in text):
        text = text if lines else " ".join(text.split())
        return escape_lines("\n".join(line.strip() for line in text.split("\n")))
    converter = _Converter(lines=lines)
    converter.feed(without_comments(text))
    converter.close()
    return converter.markdown()


def without_comments(text: str) -> str:
    """What is no whole tag is words: the parser would look for its end to the very end."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return UNFINISHED.sub("&lt;", "".join([*kept, text[at:]]))


def escape(text: str) -> str:
    """These words as Markdown that says just that; addresses stay what can be followed."""
    if not MEANINGFUL.search(text):
        return text
    parts: list[str] = []
    at = 0
    for found in ADDRESS.finditer(text):
        parts += [IN_WORDS.sub(r"\\\1", text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*parts, IN_WORDS.sub(r"\\\1", text[at:])])


def escape_lines(text: str) -> str:
    return _starts(escape(text))


def _starts(text: str) -> str:
    if not any(_may_start(line.lstrip()[:1]) for line in text.split("\n")):
        return text
    text = NUMBER.sub(r"\1\\\2", text)
    return AT_START.sub(lambda m: m[0] if m[2].isdigit() else f"{m[1]}\\{m[2]}", text)


def _may_start(sign: str) -> bool:
    return sign.isdigit() or (sign != "" and sign in "#>+=-")


@dataclass(slots=True)
class _Container:
    """A quote or an item of a list: what stands before its first line, and before the others."""

    tag: str
    first: str
    rest: str
    used: bool = False


class _Converter(HTMLParser):
    def __init__(self, *, lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = lines
        self.out: list[str] = []
        self.words: list[str] = []
        self.containers: list[_Container] = []
        self.lists: list[list[int | None]] = []
        self.marks: list[tuple[str, int, str]] = []
        self.silent = 0
        self.pre: list[str] | None = None
        self.code: list[str] | None = None

    def markdown(self) -> str:
        if self.pre is not None:
            self._end_pre()
        if self.code is not None:
            self._end_code()
        self._flush()
        return "\n".join(self.out).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in KNOWN:
            self.handle_data(self.get_starttag_text() or "")
        elif tag in SILENT:
            self.silent += 1
        elif self.pre is not None or self.code is not None:
            self._start_in_code(tag)
        else:
            self._start(tag, {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in SILENT:
            self.silent -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag == "pre" and self.pre is not None:
            self._end_pre()
        elif tag == "code" and self.code is not None:
            self._end_code()
        elif self.pre is None and self.code is None:
            self._end(tag)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.pre is not None:
            self.pre.append(data)
        elif self.code is not None:
            self.code.append(data)
        else:
            self._say(data)

    def _say(self, data: str) -> None:
        if not self.lines:
            self.words.append(escape(re.sub(r"\s+", " ", data)))
            return
        for nth, paragraph in enumerate(re.split(r"\n[ \t]*\n\s*", data)):
            if nth:
                self._flush()
            self.words.append(escape(paragraph))

    def _start_in_code(self, tag: str) -> None:
        if tag == "br":
            self.handle_data("\n")

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag in MARKS or tag == "a":
            if len(self.marks) < DEEPEST:
                self.marks.append((tag, len(self.words), attrs.get("href", "")))
        elif tag in EMBEDS:
            self._embed(attrs)
        elif tag == "code":
            self.code = []
        elif tag in {"td", "th"}:
            self.words.append(" ")
        elif tag not in PLAIN:
            self._start_block(tag, attrs)

    def _start_block(self, tag: str, attrs: dict[str, str]) -> None:
        self._flush()
        if tag == "pre":
            self.pre = []
        elif tag == "hr":
            self._emit(["---"])
        elif tag == "blockquote":
            self._open(_Container(tag, "> ", "> "))
        elif tag in {"ul", "ol"}:
            start = attrs.get("start", "1")
            first = int(start) if re.fullmatch("[0-9]{1,8}", start) else 1
            self.lists.append([first if tag == "ol" else None])
        elif tag == "li":
            self._start_item()
        elif tag in HEADINGS:
            self.marks.append(("strong", len(self.words), ""))

    def _start_item(self) -> None:
        if self.containers and self.containers[-1].tag == "li" and len(self.lists) <= self._items():
            self._close("li")
        if not self.lists:
            self.lists.append([None])
        number = self.lists[-1][0]
        sign = "- " if number is None else f"{number}. "
        if number is not None:
            self.lists[-1][0] = number + 1
        self._open(_Container("li", sign, " " * len(sign)))

    def _items(self) -> int:
        return sum(container.tag == "li" for container in self.containers)

    def _end(self, tag: str) -> None:
        if tag in MARKS or tag == "a":
            self._end_mark(tag)
        elif tag in HEADINGS:
            self._end_mark("strong")
            self._flush()
        elif tag in {"blockquote", "li"}:
            self._flush()
            self._close(tag)
        elif tag in {"ul", "ol"}:
            self._flush()
            if self.lists:
                if self._items() >= len(self.lists):
                    self._close("li")
                self.lists.pop()
        elif tag in BLOCKS:
            self._flush()

    def _end_mark(self, tag: str) -> None:
        for at in range(len(self.marks) - 1, -1, -1):
            if self.marks[at][0] == tag:
                _, start, href = self.marks.pop(at)
                self._wrap(tag, start, href)
                return

    def _wrap(self, tag: str, start: int, href: str) -> None:
        inner = "".join(self.words[start:])
        core = inner.strip()
        del self.words[start:]
        if core and not (sign := MARKS.get(tag, "")):
            core = _link(core, href)
        elif core:
            core = f"{sign}{core}{sign}"
        lead = inner[: len(inner) - len(inner.lstrip())]
        tail = inner[len(inner.rstrip()) :] if core else ""
        self.words += [lead, core, tail]

    def _embed(self, attrs: dict[str, str]) -> None:
        label = escape(attrs.get("alt") or attrs.get("title") or attrs.get("src", ""))
        self.words.append(_link(label, attrs.get("src", "")))

    def _end_pre(self) -> None:
        body = "".join(self.pre or []).strip("\n")
        self.pre = None
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", body)), default=0))
        if body.strip():
            self._emit([fence, *body.split("\n"), fence])

    def _end_code(self) -> None:
        body = " ".join("".join(self.code or []).split())
        self.code = None
        if not body:
            return
        sign = "`" * (1 + max((len(run) for run in re.findall("`+", body)), default=0))
        pad = " " if body[0] == "`" or body[-1] == "`" else ""
        self.words.append(f"{sign}{pad}{body}{pad}{sign}")

    def _open(self, container: _Container) -> None:
        if len(self.containers) < DEEPEST:
            self.containers.append(container)

    def _close(self, tag: str) -> None:
        for at in range(len(self.containers) - 1, -1, -1):
            if self.containers[at].tag == tag:
                del self.containers[at:]
                return

    def _flush(self) -> None:
        """End the paragraph. What was emphasised or linked across it ends with it."""
        while self.marks:
            self._wrap(*self.marks.pop())
        text = "".join(self.words)
        self.words = []
        lines = [line.strip() for line in text.strip().split("\n")]
        if any(lines):
            self._emit(_starts("\n".join(lines)).split("\n"))

    def _emit(self, lines: list[str]) -> None:
        fresh = bool(self.containers) and not self.containers[-1].used
        follows_item = fresh and self.containers[-1].tag == "li" and self.out
        if self.out and not follows_item:
            self.out.append("".join(c.rest for c in self.containers if c.used).rstrip())
        for line in lines:
            prefix = "".join(c.rest if c.used else c.first for c in self.containers)
            for container in self.containers:
                container.used = True
            self.out.append((prefix + line).rstrip())


def _link(label: str, href: str) -> str:
    href = href.strip()
    if not ADDRESS.match(href):
        return label
    address = quote(href, safe="%/:?#[]@!$&'()*+,;=~-._")
    if label in {href, address}:
        return f"<{address}>"
    return f"[{label}]({address})" if not re.search(r"[()]", address) else f"[{label}](<{address}>)"
