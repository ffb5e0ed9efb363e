"""What hardly any export holds, and one file in a thousand does."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.exchange.formats import files, lines
from comments.models import Comment
from comments.rules import Verb
from tests.cast import alice, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.exchange.desk import ADD
from tests.exchange.elsewhere import There, wxr
from tests.exchange.ourselves import ended
from tests.exchange.test_hostile_own_lines import ARTICLE, HEAD, line
from tests.moderation.desk import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("left_out", [There(2, 2, 1, words=""), There(2, 2, 1, state="held")])
def test_what_is_left_out_may_answer_under_another_article(left_out, bring):
    file, options = wxr([There(1, 1), left_out]), {"state": ["published"]}
    said = bring(file, dry_run=True, **options)
    assert bring(file, **options) == said
    assert Comment.objects.count() == 1
    assert_healthy()


@pytest.mark.parametrize("state", ["held", "spam"])
def test_what_hangs_on_what_was_never_shown_can_be_shown(state, bring):
    bring(wxr([There(1, 1), There(2, 1, 1, state=state), There(3, 1, 2, state="removed")]))
    actions.moderate(Verb.RESTORE, Comment.objects.get(level=2).pk, mod())
    assert [comment.number for comment in Comment.objects.in_reading_order()] == [
        "1", "1.1", "1.1.1",
    ]  # fmt: skip
    assert_healthy()


def test_a_later_export_may_show_it(bring):
    forest = [There(1, 1), There(2, 1, 1, state="held")]
    bring(wxr([*forest, There(3, 1, 2, state="removed")]))
    assert "1 held, 2 published" in bring(wxr([*forest, There(3, 1, 2)]))
    assert Comment.objects.get(level=2).visible
    assert_healthy()


def test_published_beneath_an_article_found_here_gets_a_number(bring):
    article = make_article(slug="it")
    say(article, "Ada", "One")
    rows = ended([HEAD, ARTICLE, line("comment", state="published", published_at=None, ordinal=1)])
    bring(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    assert sorted(Comment.objects.values_list("ordinal", flat=True)) == [1, 2]
    assert_healthy()


def test_no_comment_is_from_the_future(bring):
    there = {"understory": 1, "site": "there"}
    article = {"type": "article", "id": "1", "title": "It", "published_at": "9998-12-31"}
    rows = [there, article, {"type": "comment", "id": "1", "article": "1", "text": "When?"}]
    bring(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    assert datetime(2026, 1, 1, tzinfo=UTC) < Comment.objects.get().created_at <= timezone.now()


def test_too_many_files_are_refused(bring_in, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 2)
    packed = tmp_path / "many.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in "abc":
            archive.writestr(name, wxr([]))
    with pytest.raises(CommandError, match="holds more than 2 files"):
        bring_in(packed)


def test_names_of_files_draw_no_tables_and_move_no_cursor(bring_in, tmp_path):
    packed = tmp_path / "one.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a\ncomments 9\x1b[2J\u202e.xml", wxr([There(1, 1, words="")]))
    assert "(one.zip/a�comments 9�[2J�.xml, line 1)" in bring_in(packed)


def test_a_line_of_nothing_but_brackets_is_refused(bring, monkeypatch):
    monkeypatch.setattr(lines, "MOST_WITHIN", 20)
    row = json.dumps(line("comment", text="[x]" * 30)).encode()
    head = json.dumps(HEAD).encode()
    with pytest.raises(CommandError, match="more than 20 lists and objects in one line"):
        bring(head + b"\n" + row + b"\n")
    assert Article.objects.count() == 0


def test_an_upload_that_breaks_off_leaves_no_file():
    part = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!=\r\n--b--\r\n"
    )
    said = client_of(alice()).post(ADD, part, content_type="multipart/form-data; boundary=b")
    assert said.status_code == 400
    assert list(settings.IMPORT_FOLDER.glob("coming-*")) == []
