"""The bytes of XML, with the small faults mended that programs write all the same.

What holds a document together is never mended: its tags, its sections, its encoding.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from comments.exchange.records import SourceError

BOM = b"\xef\xbb\xbf"
# What a server may have printed before an export.
LONGEST_BEFORE = 20_000
DECLARATION = re.compile(rb"<\?xml\s[^>]*\?>")
ROOT = re.compile(rb"<(?:rss|disqus)\b")
ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']""")

# Sites of old have stored what XML does not allow, and exported it all the same.
FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
NO_CHARACTER = re.compile("[\ufffe\uffff]")
ALLOWED = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNICODE = 0x110000

SECTION = re.compile(rb"<!\[CDATA\[|<!--")
ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
SIGN = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));)?")
# What may go on in the next piece, and how long that is at the most.
BEGUN = re.compile(rb"[&<][^&<>;\s]*\Z")
LONGEST_BEGUN = 12


def readable(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Checked to be UTF-8 and mended, unless the file says that it is something else."""
    decoder, signs, line = codecs.getincrementaldecoder("utf-8")(), Signs(), 1
    is_first = is_utf8 = True
    for piece in pieces:
        if is_first:
            piece = without_forerunners(piece)  # noqa: PLW2901
            is_first, is_utf8 = False, _is_utf8(piece)
        if not is_utf8:
            yield piece
            continue
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as wrong:
            line += piece[: wrong.start].count(b"\n")
            raise SourceError(f"line {line}", "is not valid UTF-8") from None
        line += piece.count(b"\n")
        yield signs.mended(NO_CHARACTER.sub("", text).encode().translate(None, FORBIDDEN))
    yield signs.rest


def without_forerunners(head: bytes) -> bytes:
    """Without what stands before the declaration, as blank lines and warnings do."""
    found = DECLARATION.search(head, 0, LONGEST_BEFORE)
    if found is None or head[: found.start()] in {b"", BOM} or ROOT.search(head, 0, found.start()):
        return head
    if not _is_utf8(found[0]):
        return head[found.start() :]
    # Lines keep their numbers; nothing at all may stand before a declaration.
    return b"\n" * head.count(b"\n", 0, found.end()) + head[found.end() :]


class Signs:
    """An ampersand that begins nothing is one, as addresses have them."""

    def __init__(self) -> None:
        self.end = b""
        self.rest = b""

    def mended(self, piece: bytes) -> bytes:
        return b"".join(self._mended(self.rest + piece))

    def _mended(self, text: bytes) -> Iterator[bytes]:
        at, self.rest = 0, b""
        while at < len(text):
            at, out = self._in_section(text, at) if self.end else self._between(text, at)
            yield out

    def _in_section(self, text: bytes, at: int) -> tuple[int, bytes]:
        """As it is, to its end or almost to that of the piece."""
        found = text.find(self.end, at)
        if found < 0:
            stop = max(at, len(text) - len(self.end) + 1)
            self.rest = text[stop:]
            return len(text), text[at:stop]
        stop, self.end = found + len(self.end), b""
        return stop, text[at:stop]

    def _between(self, text: bytes, at: int) -> tuple[int, bytes]:
        if found := SECTION.search(text, at):
            self.end = ENDS[found[0]]
            return found.end(), SIGN.sub(_sign, text[at : found.start()]) + found[0]
        begun = BEGUN.search(text, max(at, len(text) - LONGEST_BEGUN))
        stop = begun.start() if begun else len(text)
        self.rest = text[stop:]
        return len(text), SIGN.sub(_sign, text[at:stop])


def _sign(found: re.Match[bytes]) -> bytes:
    if found[0] == b"&":
        return b"&amp;"
    number = int(found[1], 16) if found[1] else int(found[2])
    return found[0] if _is_character(number) else b""


def _is_character(number: int) -> bool:
    return number < UNICODE and ALLOWED.match(chr(number)) is not None


def _is_utf8(head: bytes) -> bool:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    named = ENCODING.match(head.removeprefix(BOM))
    return named is None or named[1].lower().replace(b"-", b"") == b"utf8"
