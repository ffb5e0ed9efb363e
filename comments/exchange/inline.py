"""A paragraph's words with their emphasis and links, from the tags of HTML to Markdown."""

import re

from comments.exchange.escaping import escape, link

# Deeper marks in marks are flat: no reader can tell them apart.
DEEPEST = 8
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}

# What a picture is of; the last for Artalk's own.
CALLED = ("alt", "title", "atk-emoticon")


class Inline:
    def __init__(self) -> None:
        self.words: list[str] = []
        # Of each open mark: its tag, where its words begin, where it leads.
        self.marks: list[tuple[str, int, str]] = []

    def say(self, text: str) -> None:
        """Words that mean nothing in Markdown."""
        self.words.append(escape(text))

    def add(self, markdown: str) -> None:
        self.words.append(markdown)

    def embed(self, attrs: dict[str, str]) -> None:
        source = attrs.get("src", "")
        label = escape(next(filter(None, map(attrs.get, CALLED)), source))
        is_linked = any(tag == "a" for tag, *_ in self.marks)
        self.words.append(label if is_linked else link(label, source))

    def begin(self, tag: str, href: str = "") -> None:
        if len(self.marks) < DEEPEST:
            self.mark(tag, href)

    def mark(self, tag: str, href: str = "") -> None:
        self.marks.append((tag, len(self.words), href))

    def end(self, tag: str) -> None:
        for at in range(len(self.marks) - 1, -1, -1):
            if self.marks[at][0] == tag:
                self._wrap(*self.marks.pop(at))
                return

    def take(self) -> str:
        """The paragraph. What was emphasised or linked across its end ends with it."""
        while self.marks:
            self._wrap(*self.marks.pop())
        text = "".join(self.words)
        self.words = []
        return text

    def _wrap(self, tag: str, start: int, href: str) -> None:
        inner = "".join(self.words[start:])
        core = inner.strip()
        del self.words[start:]
        if core and not (sign := MARKS.get(tag, "")):
            core = link(core, href)
        elif core:
            core = f"{sign}{core}{sign}"
        lead = inner[: len(inner) - len(inner.lstrip())]
        tail = inner[len(inner.rstrip()) :] if core else ""
        self.words += [lead, core, tail]


def paragraphs(text: str) -> list[str]:
    return re.split(r"\n[ \t]*\n\s*", text)
