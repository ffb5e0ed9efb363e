"""Our own lines where what they say is here already, or something else in its place."""

import pytest
from django.conf import settings as here
from django.core.management import CommandError, call_command
from django.db.models import Count

from comments import actions
from comments.models import Comment, Decision, Flag, LedgerRow, OldAddress, Sanction, StateChange
from comments.people import author_of
from comments.persons.keys import Key
from comments.rules import FlagReason, Refusal, Verb
from tests import cast
from tests.comments.health import assert_healthy
from tests.exchange import ourselves
from tests.exchange.everything import differences, empty, everything, untouched
from tests.exchange.life import Life

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    """Three comments, one of them removed by mod."""
    article = cast.make_article()
    said = cast.converse(article, "Ada: One\n  Ben: Two\nCy: Three")
    actions.moderate(Verb.REMOVE, said[1].pk, cast.mod(), "rude")
    return said


def outcomes(kind: str) -> dict[str, int]:
    counted = LedgerRow.objects.filter(kind=kind).values_list("outcome").annotate(Count("pk"))
    return dict(counted)


def reasons(**of) -> set[str]:
    return set(LedgerRow.objects.filter(**of).values_list("reason", flat=True))


def test_of_our_own_export_nothing_is_new_here(export, bring_in):
    Life(9).go_on(60)
    before = untouched()
    bring_in(export())
    assert {outcome for kind in LedgerRow.Kind for outcome in outcomes(kind)} == {"unchanged"}
    assert LedgerRow.objects.count() == len(ourselves.lines(export())) - 2
    assert untouched() == before
    assert not LedgerRow.objects.exclude(made_in=None).exists()


def test_the_same_file_again_changes_nothing(export, bring_in, talk):
    file = export()
    empty()
    bring_in(file)
    before = untouched()
    report = bring_in(file)
    assert untouched() == before
    assert "decisions           0          0          1          0          0          1" in report


def test_a_ban_that_was_renewed_is_in_force(export, bring_in):
    about = actions.About(Key.read("g" + "1" * 32))
    contents = []
    for _time in range(2):
        actions.ban(about, [about.person], cast.mod(), until=None, reason="")
        contents.append(export().read_bytes())
    before = everything()
    empty()
    for content in contents:
        file = export()
        file.write_bytes(content)
        dry = bring_in(file, dry_run=True)
        assert bring_in(file) == dry
    assert Sanction.objects.filter(lifted_by=None).count() == 1
    assert differences(everything(), before) == {}


def test_of_a_newer_export_only_what_changed_is_changed(export, bring_in, talk):
    older = export().read_bytes()
    edited = actions.edit(talk[0].pk, author_of(talk[0]), "One more", 1)
    actions.moderate(Verb.SPAM, talk[2].pk, cast.mod())
    actions.mark(Verb.PICK, talk[0].pk, cast.mod())
    cast.say(edited.article, "Dee", "Four", talk[0])
    newer, then = export().read_bytes(), everything()
    empty()
    file = export()
    file.write_bytes(older)
    bring_in(file)
    kept = untouched()["comments_comment"]
    file.write_bytes(newer)
    bring_in(file)
    assert differences(everything(), then) == {}
    # Of the four, the removed one; a reply counts in the thread that it is in.
    assert len(set(kept) & set(untouched()["comments_comment"])) == 1
    assert outcomes("decision") == {"created": 3}
    assert outcomes("comment") == {"created": 2, "updated": 2}
    assert_healthy()


def test_what_was_changed_here_stays(export, bring_in, talk):
    rows = ourselves.lines(export())
    empty()
    bring_in(export(rows))
    actions.moderate(Verb.RESTORE, talk[1].pk, cast.mod())
    for row in rows:
        row["text"] = row.get("text") and "Changed there"
    bring_in(export(rows))
    assert Comment.objects.get(pk=talk[1].pk).state == "published"
    assert Comment.objects.get(pk=talk[1].pk).text == "Two"
    assert Comment.objects.get(pk=talk[0].pk).text == "Changed there"


def test_an_older_export_of_ours_takes_nothing_back(export, bring_in, talk):
    file = export()
    actions.edit(talk[0].pk, author_of(talk[0]), "One more", 1)
    actions.moderate(Verb.RESTORE, talk[1].pk, cast.mod())
    before = untouched()
    bring_in(file)
    assert untouched() == before
    assert reasons(outcome="skipped") == {"differs from what is here"}
    assert outcomes("comment") == {"unchanged": 1, "skipped": 2}


def test_a_taken_id_gives_way(export, bring_in, talk):
    rows = ourselves.lines(export())
    rows[0]["site"] = "there.example"
    file = export(rows)
    empty()
    article = cast.make_article(title="Another", id=talk[0].article_id)
    Comment.objects.bulk_create([_in_place_of(talk[1], article)])
    bring_in(file)
    assert_healthy()
    there = LedgerRow.objects.get(kind="comment", source_id=str(talk[1].pk))
    assert (there.outcome, there.reason) == ("created", "its id is taken here")
    assert Comment.objects.get(pk=there.comment_id).text == "Two"
    assert StateChange.objects.get().comment_id == there.comment_id
    old = OldAddress.objects.filter(comment=there.comment_id).order_by("fragment")
    page = f"there.example/comments/{talk[1].pk}"
    assert [str(each) for each in old] == [page, f"{page}#c-{talk[1].pk}"]
    assert reasons(kind="article") == {"its id is taken here"}


def _in_place_of(comment, article):
    now = article.created_at
    return Comment(
        id=comment.pk, article=article, tree_id=comment.pk, lft=1, rght=2, level=0,
        name="Zed", text="Mine", html="", state="removed", created_at=now,
    )  # fmt: skip


def test_a_taken_id_of_a_decision_leaves_it_out(export, bring_in, talk):
    taken = Decision.objects.get()
    rows = ourselves.lines(export())
    empty()
    other = cast.converse(cast.make_article(title="Another"), "Zed: Mine")[0]
    Decision.objects.create(id=taken.pk, comment=other, verb="keep", moderator_name="mod")
    bring_in(export(rows))
    assert reasons(outcome="skipped", kind="decision") == {"differs from what is here"}
    assert reasons(outcome="skipped", kind="change") == {"its decision is not here"}


def test_numbers_beneath_an_article_that_is_here_are_new(export, bring_in, talk):
    file = export()
    empty()
    article = cast.make_article()
    cast.converse(article, "Zed: Mine")
    bring_in(file)
    numbers = {c.text: c.number for c in Comment.objects.all()}
    assert numbers == {"Mine": "1", "One": "2", "Two": "2.1", "Three": "3"}
    assert_healthy()


def test_accounts_are_found_by_their_names(export, bring_in):
    article = cast.make_article()
    for user in (cast.bob(), cast.charlie()):
        cast.say(article, user, "Hello.")
    file = export()
    empty()
    cast.charlie().delete()
    report = bring_in(file)
    assert dict(Comment.objects.values_list("name", "author")) == {
        "bob": cast.bob().pk,
        "charlie": None,
    }
    assert "1 comment created: there is no such account here" in report


def test_bans_of_accounts_that_are_not_here_are_left_out(export, bring_in):
    bob = actions.About(Key.read(f"a{cast.bob().pk}"), "bob")
    actions.ban(bob, [bob.person], cast.mod(), until=None, reason="rude")
    actions.add_note(bob.person, cast.mod(), "Wrote to us.")
    file = export()
    empty()
    cast.bob().delete()
    bring_in(file)
    assert reasons(kind__in=["sanction", "note"]) == {"nobody here is meant"}
    assert (Decision.objects.get().person, Sanction.objects.count()) == ("", 0)
    cast.bob()
    bring_in(file)
    assert Sanction.objects.get().key == f"a{cast.bob().pk}"


@pytest.mark.parametrize(("kept", "is_known"), [("hash", True), ("drop", False)])
def test_addresses_are_kept_as_it_is_set(kept, is_known, export, bring_in, settings):
    cast.say(cast.make_article(), cast.guest("Ada", email="ada@example.org"), "One")
    key = Comment.objects.get().email_key
    file = export()
    empty()
    settings.IMPORTED_EMAILS = kept
    bring_in(file)
    found = Comment.objects.get()
    assert (found.email, found.email_key) == ("", key if is_known else None)


def test_of_a_hash_alone_the_hash_is_kept(export, bring_in):
    comment = cast.say(cast.make_article(), cast.guest("Ada", email="ada@example.org"), "One")
    Comment.objects.update(email="")
    file = export()
    empty()
    bring_in(file)
    assert Comment.objects.get().email_key == comment.email_key is not None


def test_of_what_is_older_nothing_is_taken_but_the_places(export, bring_in, talk):
    file = export()
    empty()
    bring_in(file, since=talk[1].created_at)
    assert [(c.text, c.number) for c in Comment.objects.order_by("pk")] == [
        ("", "1"),
        ("Two", "1.1"),
        ("Three", "2"),
    ]
    assert reasons(kind="comment", outcome="skipped") == {"before --since"}
    bring_in(file)
    assert [c.text for c in Comment.objects.order_by("pk")] == ["One", "Two", "Three"]
    assert_healthy()


def test_what_brought_the_log_with_it_stays(export, bring_in, talk):
    file = export()
    empty()
    bring_in(file)
    with pytest.raises(CommandError) as refused:
        call_command("import_comments", undo=f"jsonl {here.SITE_NAME}")
    assert "2 lines of the log that it brought, from which nothing is ever deleted" in str(
        refused.value
    )
    assert Comment.objects.count() == 3


def test_what_brought_no_decisions_can_be_taken_back(export, bring_in):
    cast.converse(cast.make_article(), "Ada: One\n  Ben: Two")
    file = export()
    empty()
    bring_in(file)
    call_command("import_comments", undo=f"jsonl {here.SITE_NAME}", verbosity=0)
    assert differences(everything(), {table: [] for table in everything()}) == {}


def test_an_answer_from_there_answers_a_report(export, bring_in, talk):
    actions.flag(talk[0].pk, cast.guest("Flo"), FlagReason.ABUSE, "look")
    older = export().read_bytes()
    actions.keep(talk[0].pk, cast.mod())
    newer = export().read_bytes()
    empty()
    for content in (older, newer):
        file = export()
        file.write_bytes(content)
        bring_in(file)
    assert outcomes("flag") == {"updated": 1}
    assert Flag.objects.get().decision == Decision.objects.get(verb="keep")
    assert_healthy()


def test_a_move_is_not_made_again(export, bring_in, talk):
    older = export().read_bytes()
    moved = actions.move(talk[2].pk, cast.mod(), talk[0].pk)
    newer = export().read_bytes()
    empty()
    for content in (older, newer):
        file = export()
        file.write_bytes(content)
        bring_in(file)
    assert Comment.objects.get(pk=talk[2].pk).parent_id is None
    assert not Decision.objects.filter(pk=moved.pk).exists()
    assert reasons(kind="move") == {"its decision is not here"}
    assert_healthy()


def test_states_can_be_chosen(export, bring_in, talk):
    file = export()
    empty()
    bring_in(file, state=["published"])
    assert reasons(kind="comment") == {"", "state is removed"}
    assert reasons(kind__in=["decision", "change"]) == {"its comment is not here"}
    bring_in(file)
    assert outcomes("comment") == {"created": 3}
    assert outcomes("decision") == {"created": 1}
    assert_healthy()


def test_an_undone_decision_can_be_undone_here(export, bring_in, talk):
    file = export()
    empty()
    bring_in(file)
    undone = actions.undo(Decision.objects.get().pk, cast.mod())
    assert Comment.objects.get(pk=talk[1].pk).state == "published"
    with pytest.raises(actions.Refused) as refused:
        actions.undo(undone.decision.undoes_id, cast.mod())
    assert refused.value.refusal == Refusal.UNDONE_ALREADY
