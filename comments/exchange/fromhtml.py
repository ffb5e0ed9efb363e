"""HTML from elsewhere to the Markdown of comments: words, links, quotes, lists and code stay.

Nothing of the source's HTML is kept or shown; what is stored is rendered like anybody's words.
"""

import re
from html.parser import HTMLParser

from comments.exchange.blocks import Blocks
from comments.exchange.escaping import code, escape_lines, escape_starts, fence
from comments.exchange.inline import MARKS, Inline, paragraphs

BLOCKS = {
    "p", "div", "section", "article", "figure", "figcaption", "header", "footer", "table", "tr",
    "dl", "dt", "dd", "address", "center", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset",
    "details", "summary", "main", "nav", "aside", "tbody", "thead", "caption",
}  # fmt: skip
PLAIN = {
    "span", "font", "small", "big", "u", "sub", "sup", "abbr", "acronym", "cite", "q", "mark",
    "kbd", "samp", "var", "label", "time", "ins", "html", "body", "head", "title", "td", "th",
    "tt", "dfn", "wbr", "object", "param", "picture", "source", "col", "colgroup", "button",
    "svg", "path", "noscript", "input", "spoiler", "bdo", "bdi", "ruby", "rt", "rp", "meta", "link",
}  # fmt: skip
EMBEDS = {"img", "iframe", "embed", "video", "audio"}
SILENT = {"script", "style", "template"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
OTHERS = {"a", "br", "hr", "pre", "code", "blockquote", "ul", "ol", "li"}
KNOWN = BLOCKS | PLAIN | MARKS.keys() | EMBEDS | SILENT | OTHERS

LANGUAGE = re.compile(r"language-([\w.+#-]{1,40})")
UNFINISHED = re.compile("<(?!/?[a-zA-Z][^<>]*>)")
# No character has such a number; Python refuses to read one of some thousand digits.
NO_CHARACTER = re.compile("&(?=#(?:[0-9]{8}|[xX][0-9a-fA-F]{7}))")


def markdown_of(text: str, *, lines: bool = False, is_plain: bool = False) -> str:
    """`lines`: newlines are line breaks. `is_plain`: there are no tags in it at all."""
    if is_plain or ("<" not in text and "&" not in text):
        text = text if lines else " ".join(text.split())
        return escape_lines("\n".join(line.strip() for line in text.split("\n")))
    converter = _Converter(lines=lines)
    converter.feed(NO_CHARACTER.sub("&amp;", without_comments(text)))
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


class _Converter(HTMLParser):
    def __init__(self, *, lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = lines
        self.inline = Inline()
        self.blocks = Blocks()
        self.silent = 0
        self.pre: list[str] | None = None
        self.has_words = self.has_code = False
        self.language = ""
        self.code: list[str] | None = None

    def markdown(self) -> str:
        if self.pre is not None:
            self._end_pre()
        if self.code is not None:
            self._end_code()
        self._flush()
        return self.blocks.markdown()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in KNOWN:
            self.handle_data(self.get_starttag_text() or "")
        elif tag in SILENT:
            self.silent += 1
        elif self.pre is not None or self.code is not None:
            self._start_in_code(tag, attrs)
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
            self.has_words = self.has_words or not data.isspace()
        elif self.code is not None:
            self.code.append(data)
        else:
            self._say(data)

    def _say(self, data: str) -> None:
        if not self.lines:
            self.inline.say(re.sub(r"\s+", " ", data))
            return
        for nth, paragraph in enumerate(paragraphs(data)):
            if nth and self._flush():
                self.blocks.loosen()
            self.inline.say(paragraph)

    def _start_in_code(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")
        elif tag == "code" and self.pre is not None and not self.has_words:
            named = LANGUAGE.fullmatch(dict(attrs).get("class") or "")
            self.language = named[1] if named else ""
            # A newline in front of it is no part of it.
            self.pre, self.has_code = [], True

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "br":
            self.inline.add("\n")
        elif tag in MARKS or tag == "a":
            self.inline.begin(tag, attrs.get("href", ""))
        elif tag in EMBEDS:
            self.inline.embed(attrs)
        elif tag == "code":
            self.code = []
        elif tag in {"td", "th"}:
            self.inline.add(" ")
        elif tag not in PLAIN:
            self._start_block(tag, attrs)

    def _start_block(self, tag: str, attrs: dict[str, str]) -> None:
        self._flush()
        if tag == "pre":
            self.pre = []
            self.has_words = self.has_code = False
        elif tag == "hr":
            self.blocks.emit(["---"])
        elif tag == "blockquote":
            self.blocks.begin_quote()
        elif tag in {"ul", "ol"}:
            start = attrs.get("start", "1")
            first = int(start) if re.fullmatch("[0-9]{1,8}", start) else 1
            self.blocks.begin_list(first if tag == "ol" else None)
        elif tag == "li":
            self.blocks.begin_item()
        elif tag == "p":
            self.blocks.loosen()
        elif tag in HEADINGS:
            self.inline.mark("strong")

    def _end(self, tag: str) -> None:
        if tag in MARKS or tag == "a":
            self.inline.end(tag)
        elif tag in HEADINGS:
            self.inline.end("strong")
            self._flush()
        elif tag in {"blockquote", "li"}:
            self._flush()
            self.blocks.close(tag)
        elif tag in {"ul", "ol"}:
            self._flush()
            self.blocks.end_list()
        elif tag in BLOCKS:
            self._flush()

    def _end_pre(self) -> None:
        body = "".join(self.pre or []).removesuffix("\n")
        if not self.has_code:
            # The first newline after <pre> only parts the tag from the words.
            body = body.removeprefix("\n")
        language, self.pre, self.language = self.language, None, ""
        if body.strip():
            lines = [fence(body) + language, *body.split("\n"), fence(body)]
            self.blocks.emit(lines, is_code=True)

    def _end_code(self) -> None:
        body = " ".join("".join(self.code or []).split())
        self.code = None
        if body:
            self.inline.add(code(body))

    def _flush(self) -> bool:
        """End the paragraph, if there is one."""
        lines = [line.strip() for line in self.inline.take().strip().split("\n")]
        if not any(lines):
            return False
        self.blocks.emit(escape_starts("\n".join(lines)).split("\n"))
        return True
