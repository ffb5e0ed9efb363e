"""XML as a stream of elements with their words, by a parser that follows no entity and no link.

What has no end in sight is refused before it is in memory: a field, a tag, a depth.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from comments.exchange.formats.files import Part
from comments.exchange.records import SourceError

LONGEST_FIELD = 4_000_000
# Bytes between two ends of tags: a longer one is no tag of an export.
LONGEST_TAG = 8_000_000
DEEPEST = 60

# Sites of old have stored what XML does not allow, and exported it all the same.
FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']""")


class Element(NamedTuple):
    """An element begins (`text` is None) or ends. `path` has its name last."""

    path: tuple[str, ...]
    attributes: dict[str, str]
    text: str | None
    line: int

    @property
    def name(self) -> str:
        return self.path[-1]


class _Handler(ContentHandler):
    def __init__(self, parser: Any) -> None:
        super().__init__()
        self.parser = parser
        self.found: list[Element] = []
        self.path: tuple[str, ...] = ()
        self.attributes: list[dict[str, str]] = []
        self.words: list[str] = []
        self.length = 0
        self.is_heard = False

    @property
    def line(self) -> int:
        return int(self.parser.getLineNumber() or 0)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.is_heard = True
        self.path = (*self.path, name)
        if len(self.path) > DEEPEST:
            raise SourceError(f"line {self.line}", f"elements are nested more than {DEEPEST} deep")
        self.attributes.append(dict(attrs.items()))
        self._begin_words()
        self.found.append(Element(self.path, self.attributes[-1], None, self.line))

    def characters(self, content: str) -> None:
        self.is_heard = True
        self.length += len(content)
        if self.length > LONGEST_FIELD:
            message = f"“{self.path[-1]}” is longer than {LONGEST_FIELD:,} characters"
            raise SourceError(f"line {self.line}", message)
        self.words.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002
        self.is_heard = True
        text = "".join(self.words).strip()
        self.found.append(Element(self.path, self.attributes.pop(), text, self.line))
        self.path = self.path[:-1]
        self._begin_words()

    def _begin_words(self) -> None:
        self.words, self.length = [], 0


def elements(part: Part) -> Iterator[Element]:
    try:
        yield from _elements(part)
    except SourceError as error:
        raise SourceError(part.name, str(error)) from None


def _elements(part: Part) -> Iterator[Element]:
    parser = create_parser(forbid_dtd=True)
    handler = _Handler(parser)
    parser.setContentHandler(handler)
    unheard = 0
    for piece in _readable(part.pieces()):
        unheard = 0 if handler.is_heard else unheard + len(piece)
        handler.is_heard = False
        if unheard > LONGEST_TAG:
            raise SourceError(f"line {parser.getLineNumber()}", "a tag without an end")
        _parse(parser, piece)
        yield from handler.found
        handler.found.clear()
    _parse(parser, None)


def _parse(parser: Any, piece: bytes | None) -> None:
    try:
        parser.close() if piece is None else parser.feed(piece)
    except SAXParseException as broken:
        where = f"line {broken.getLineNumber()}, column {broken.getColumnNumber()}"
        raise SourceError(where, f"broken XML: {broken.getMessage()}") from None
    except DefusedXmlException as trap:
        line = parser.getLineNumber()
        what = type(trap).__name__
        raise SourceError(
            f"line {line}", f"defines document types or entities, which are not read ({what})"
        ) from None
    except (SAXException, LookupError, ValueError) as broken:
        if isinstance(broken, SourceError):
            raise
        raise SourceError(f"line {parser.getLineNumber()}", f"broken XML: {broken}") from None


def _readable(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Checked to be UTF-8, unless the file says that it is something else."""
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    is_first = is_utf8 = True
    for piece in pieces:
        if is_first:
            is_first, is_utf8 = False, _is_utf8(piece)
        if not is_utf8:
            yield piece
            continue
        try:
            decoder.decode(piece)
        except UnicodeDecodeError as wrong:
            line += piece[: wrong.start].count(b"\n")
            raise SourceError(f"line {line}", "is not valid UTF-8") from None
        line += piece.count(b"\n")
        yield piece.translate(None, FORBIDDEN)


def _is_utf8(head: bytes) -> bool:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    named = ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    return named is None or named[1].lower().replace(b"-", b"") == b"utf8"
