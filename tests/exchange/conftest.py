import json
from collections.abc import Callable
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article
from comments import actions
from comments.exchange import groups, newcomers
from comments.exchange.running import conversations, log
from comments.exchange.running.course import Course
from comments.models import Comment
from comments.rules import FlagReason
from comments.seeding.phrases import WORDS
from tests import cast
from tests.exchange.everything import empty

DOCUMENT = WORDS / "footbridge.txt"


@pytest.fixture
def stored_numbers() -> Callable[[Article], list[tuple[str, str, str]]]:
    """Number, name and words of every comment, as the database has them."""

    def read(article: Article) -> list[tuple[str, str, str]]:
        comments = Comment.objects.under(article).in_reading_order()
        return [(comment.number, comment.name, comment.text) for comment in comments]

    return read


@pytest.fixture
def run_import() -> Callable[..., str]:
    def run(file: Path = DOCUMENT, **options: object) -> str:
        out = StringIO()
        call_command("import_comments", file, format="text", stdout=out, **options)
        return out.getvalue()

    return run


@pytest.fixture
def check_threads() -> Callable[[], None]:
    """Fails if any tree, number or counter is wrong."""
    return lambda: call_command("check_threads", stdout=StringIO())


@pytest.fixture
def bring_in() -> Callable[..., str]:
    """Import files from elsewhere; what was reported, without what was said to the side."""

    def run(*files: Path, **options: object) -> str:
        out = StringIO()
        said = {"stdout": out, "stderr": StringIO(), "verbosity": 0}
        call_command("import_comments", *files, **said, **options)
        return out.getvalue()

    return run


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """All that is here as our own lines, or these lines."""

    def write(rows: list[dict[str, object]] | None = None) -> Path:
        file = tmp_path / "export.jsonl"
        if rows is None:
            call_command("export_comments", output=file, verbosity=0)
        else:
            file.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
        return file

    return write


@pytest.fixture
def bring(bring_in: Callable[..., str], tmp_path: Path) -> Callable[..., str]:
    """Import one file of these bytes."""

    def run(content: bytes, **options: object) -> str:
        file = tmp_path / "export"
        file.write_bytes(content)
        return bring_in(file, **options)

    return run


@pytest.fixture
def flagged_later(export: Callable[..., Path]) -> tuple[bytes, bytes]:
    """Two exports of a comment: the second has a flag."""
    comment = cast.say(cast.make_article(), "Ada", "One")
    older = export().read_bytes()
    actions.flag(comment.pk, cast.guest("Flo"), FlagReason.ABUSE, "look")
    newer = export().read_bytes()
    empty()
    return older, newer


@pytest.fixture
def stop_after(monkeypatch):
    """Ends an import after so many portions, which are small."""
    for module, name in (
        (groups, "AT_ONCE"),
        (newcomers, "AT_ONCE"),
        (conversations, "PORTION"),
        (log, "AT_ONCE"),
    ):
        monkeypatch.setattr(module, name, 5)
    portion = Course.portion

    def stop(most: int) -> None:
        done = iter(range(most))

        @contextmanager
        def one(course):
            if next(done, None) is None:
                raise KeyboardInterrupt
            with portion(course) as book:
                yield book

        monkeypatch.setattr(Course, "portion", one)

    return stop
