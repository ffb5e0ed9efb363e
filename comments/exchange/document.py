"""What an importer reads and an exporter writes, whatever the format."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Notice:
    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class ParsedComment:
    # Where a comment stood in the file says nothing about the comment.
    line: int = field(compare=False)
    depth: int
    number: tuple[int, ...]
    name: str
    text: str
    parent: int | None

    @property
    def citation(self) -> str:
        return cite(self.number)


@dataclass(frozen=True, slots=True)
class ParsedThread:
    article_text: str
    comments: list[ParsedComment] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def threads(self) -> int:
        return sum(comment.parent is None for comment in self.comments)

    @property
    def replies(self) -> int:
        return len(self.comments) - self.threads

    @property
    def depth(self) -> int:
        return max((comment.depth for comment in self.comments), default=0)


class MalformedDocumentError(ValueError):
    """Carries every problem found, so that a file is mended in one go."""

    def __init__(self, problems: list[Notice]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(map(str, self.problems)))


def cite(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))
