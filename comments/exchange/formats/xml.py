"""XML as a stream of elements with their words, by a parser that follows no entity and no link.

What has no end in sight is refused before it is in memory: a field, a tag, a depth.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple
from xml.sax import SAXException, SAXParseException

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from comments.exchange.formats.files import Part
from comments.exchange.formats.mending import readable
from comments.exchange.records import SourceError

LONGEST_FIELD = 4_000_000
# Bytes between two ends of tags: a longer one is no tag of an export.
LONGEST_TAG = 8_000_000
DEEPEST = 60


class Element(NamedTuple):
    """An element that has ended. `path` has its name last; `line` is where it began."""

    name: str
    path: tuple[str, ...]
    attributes: Mapping[str, str]
    text: str
    line: int


class _Parser(DefusedExpatParser):
    """Hears of elements and words from expat itself: the layer between them costs as much again."""

    _parser: Any

    def __init__(self, read: Container[str]) -> None:
        super().__init__(forbid_dtd=True)
        self.read = read
        self.found: list[Element] = []
        self.path: tuple[str, ...] = ()
        self.begun: list[tuple[Mapping[str, str], int]] = []
        self.words: list[str] = []
        self.length = 0
        self.is_heard = False

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = self.characters

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        self.path = (*self.path, name)
        if len(self.path) > DEEPEST:
            raise SourceError(f"line {line}", f"elements are nested more than {DEEPEST} deep")
        self.begun.append((attrs, line))
        self._begin_words()

    def characters(self, content: str) -> None:
        self.is_heard = True
        # What nobody reads may be as long as it likes.
        if self.path[-1] not in self.read:
            return
        self.length += len(content)
        if self.length > LONGEST_FIELD:
            message = f"“{self.path[-1]}” is longer than {LONGEST_FIELD:,} characters"
            raise SourceError(f"line {self._parser.CurrentLineNumber}", message)
        self.words.append(content)

    def end_element(self, name: str) -> None:
        text = "".join(self.words).strip()
        attributes, line = self.begun.pop()
        self.found.append(Element(name, self.path, attributes, text, line))
        self.path = self.path[:-1]
        self._begin_words()

    def _begin_words(self) -> None:
        self.is_heard = True
        self.words, self.length = [], 0


def elements(part: Part, read: Container[str]) -> Iterator[Element]:
    """`read` names those whose words are wanted; the others come without."""
    try:
        yield from _elements(part, read)
    except SourceError as error:
        if error.place == part.name:
            raise
        raise SourceError(part.name, str(error)) from None


def _elements(part: Part, read: Container[str]) -> Iterator[Element]:
    parser = _Parser(read)
    unheard = 0
    for piece in readable(part.pieces()):
        unheard = 0 if parser.is_heard else unheard + len(piece)
        parser.is_heard = False
        if unheard > LONGEST_TAG:
            raise SourceError(f"line {parser.getLineNumber()}", "a tag without an end")
        _parse(parser, piece)
        yield from parser.found
        parser.found.clear()
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
