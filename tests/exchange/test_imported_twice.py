"""The same comments under another source would stand there twice: the report warns of it."""

import pytest

from comments.exchange.running import whole
from comments.models import Comment, ImportRun
from comments.statements import ask
from tests.exchange.elsewhere import There, wxr

pytestmark = pytest.mark.django_db

# The last one's article is nowhere else.
THREE = [There(1, 1), There(2, 1, 1), There(3, 2)]
WARNING = (
    "2 articles have 3 comments from “wxr there.example” already: "
    "if they are the same, they will stand there twice"
)


@pytest.fixture
def export(tmp_path):
    file = tmp_path / "export.xml"
    file.write_bytes(wxr(THREE))
    return file


def warnings(report: str) -> list[str]:
    return [line for line in report.splitlines() if "twice" in line]


def test_another_name_for_the_same_export_is_warned_of(bring_in, export):
    assert warnings(bring_in(export)) == []
    tried = bring_in(export, source="blog", dry_run=True)
    assert (warnings(tried), Comment.objects.count()) == ([WARNING], 3)
    assert (bring_in(export, source="blog"), Comment.objects.count()) == (tried, 6)


def test_one_of_each_is_told_as_one(bring_in, export):
    export.write_bytes(wxr(THREE[2:]))
    bring_in(export)
    said = warnings(bring_in(export, source="blog"))
    assert said == [WARNING.replace("2 articles have 3 comments", "1 article has 1 comment")]


def test_what_brings_nothing_new_warns_of_nothing(bring_in, export):
    for source in ("", "blog"):
        bring_in(export, source=source)
    assert warnings(bring_in(export)) == []
    export.write_bytes(wxr([*THREE, There(4, 9)]))
    assert warnings(bring_in(export, source="blog")) == [WARNING]


def test_gone_on_with_it_says_the_same(bring_in, export, monkeypatch):
    bring_in(export)
    tried = bring_in(export, source="blog", dry_run=True)
    with monkeypatch.context() as patched:
        patched.setattr(whole, "bring_loose_rows", _killed)
        with pytest.raises(RuntimeError):
            bring_in(export, source="blog")
    assert Comment.objects.count() == 6
    assert (bring_in(export, source="blog"), ImportRun.objects.count()) == (tried, 2)


def test_missing_parents_and_comments_from_here_double_nothing(bring_in, export):
    export.write_bytes(wxr([There(2, 1, answers=1)]))
    bring_in(export)
    said = warnings(bring_in(export, source="blog"))
    assert said == [WARNING.replace("2 articles have 3 comments", "1 article has 1 comment")]


def test_it_is_asked_once(bring_in, export, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "comments.exchange.running.beside.ask",
        lambda statement, values: asked.append(values["source"]) or ask(statement, values),
    )
    export.write_bytes(wxr([There(n, n) for n in range(1, 60)]))
    for source in ("", "blog"):
        bring_in(export, source=source)
    assert asked == ["blog"]


def _killed(_course):
    raise RuntimeError
