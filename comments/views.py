from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.lookup import find_article, may_read, number_in
from comments import actions, identity, reading, rules
from comments.actions import Refused
from comments.answers import (
    ban_of,
    changed_answer,
    form_answer,
    posted_answer,
    single,
    wait_answer,
    write_answer,
)
from comments.facts import Facts
from comments.forms import CommentForm, EditForm
from comments.holes import filled
from comments.limits import told_to_wait
from comments.models import Comment
from comments.overlay import laid_over
from comments.own import of_reader
from comments.people import Person, author_of
from comments.persons.origins import origin_of
from comments.places import place_of, place_or_conversation
from comments.rendering import Setting, comments_html, reply_list_html
from comments.rights import may_moderate
from comments.rules import Refusal
from comments.suspecting import suspicions
from comments.wording import REFUSALS
from config.rates import Deed


def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A comment with those above it and its branch; `?after=<id>` goes on in a long branch."""
    found = readable_comment(request, comment_id)
    after = _shown_last(found, number_in(request, "after"))
    above = reading.Page(rows=[]) if after else reading.ancestors(found)
    reader = identity.person(request)
    theirs = of_reader(found.article_id, reader)
    own = laid_over(theirs, reader)
    setting = Setting(
        is_open=rules.may_post(found.article, timezone.now()) is None,
        moderates=may_moderate(request),
        nearby=frozenset(row.id for row in above.rows),
        withheld=frozenset(theirs.withheld),
    )
    branch = reading.branch(found, theirs.withheld, after=after)
    context = {
        "comment": found,
        "article": found.article,
        "above": above.rows,
        "ancestors": filled(comments_html(above, setting, flat=True), own),
        "comments": filled(comments_html(branch, setting), own),
        "reply_list": reply_list_html(),
        "place": place_of(found),
        "after": after,
    }
    return render(request, "comments/comment.html", context)


def post(request: HttpRequest, slug: str) -> HttpResponse:
    """A new thread under an article."""
    facts = _facts_at(slug, request.user)
    if request.method != "POST":
        return redirect(f"{facts.article.get_absolute_url()}#write")
    return _write(request, facts, identity.person(request))


def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form to answer a comment, and the answer."""
    facts, visitor = Facts.beneath(comment_id), identity.person(request)
    parent = _if_readable(request, facts.parent, visitor) if facts else None
    if facts is None or parent is None:
        return _parent_gone(request)
    if request.method == "POST":
        return _write(request, facts, visitor)
    form = _comment_form(request, parent)
    refusal = rules.may_reply(facts.article, parent, timezone.now(), is_closed=facts.is_closed)
    refused = Refused(refusal) if refusal else None
    return write_answer(request, form, facts, refused)


def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form to edit one's own comment, and the edited text."""
    found = readable_comment(request, comment_id)
    visitor = identity.person(request)
    # The words of a comment that is gone may stand beneath a place that all can see.
    initial = {"text": found.text, "revision": found.revision} if visitor.wrote(found) else {}
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, initial=initial, auto_id=f"edit-{found.pk}-%s")
    refusal = rules.may_edit(found, visitor, timezone.now())
    if refusal or not _is_ready(request, form):
        return _edit_answer(request, form, found, refusal)
    if seconds := identity.must_wait(request, visitor, Deed.EDITING):
        answer = _edit_answer(request, form, found, Refusal.EDITED_TOO_OFTEN)
        return told_to_wait(answer, seconds)
    typed = form.cleaned_data
    try:
        changed = actions.edit(
            found.pk,
            visitor,
            typed["text"],
            typed["revision"],
            suspicions=suspicions(
                request, found.article, author_of(found), typed["text"], edited=found
            ),
            origin=origin_of(request),
        )
    except Refused as refused:
        return _edit_answer(request, form, refused.comment or found, refused.refusal, refused)
    return changed_answer(request, changed, visitor)


def withdraw(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Ask once, then take one's own comment back."""
    found = readable_comment(request, comment_id)
    visitor = identity.person(request)
    refusal = rules.may_withdraw(found, visitor)
    if request.method == "POST" and refusal is None:
        try:
            gone = actions.withdraw(found.pk, visitor)
        except Refused as refused:
            refusal = refused.refusal
        else:
            messages.success(request, _("Your comment is withdrawn."))
            return redirect(place_or_conversation(gone, visitor))
    context = {
        "article": found.article,
        "comment": found,
        "comment_html": single(request, found),
        "refusal": REFUSALS[refusal] if refusal else "",
    }
    return render(request, "comments/withdraw.html", context, status=403 if refusal else 200)


def readable_comment(request: HttpRequest, comment_id: int) -> Comment:
    found = Comment.objects.with_article().filter(pk=comment_id).first()
    readable = _if_readable(request, found, identity.person(request))
    if readable is None:
        raise Http404
    return readable


def _if_readable(request: HttpRequest, found: Comment | None, visitor: Person) -> Comment | None:
    """The comment, if its place or its words are there for this visitor to read."""
    if found is None or not rules.may_see(found, visitor):
        return None
    return found if may_read(found.article, request.user) else None


def _facts_at(slug: str, user: Any) -> Facts:
    facts = Facts.at(slug)
    if facts is not None and may_read(facts.article, user):
        return facts
    # A former address, or nothing for this user to read.
    facts = Facts.under(find_article(slug, user).pk)
    if facts is None:
        raise Http404
    return facts


def _shown_last(found: Comment, comment_id: int | None) -> Comment | None:
    """The comment of this thread that the page before ended with."""
    if comment_id is None:
        return None
    return Comment.objects.filter(pk=comment_id, tree_id=found.tree_id).first()


def _write(request: HttpRequest, facts: Facts, visitor: Person) -> HttpResponse:
    form = _comment_form(request, facts.parent)
    if not _is_ready(request, form):
        return write_answer(request, form, facts)
    if seconds := identity.must_wait(request, visitor, Deed.POSTING):
        return wait_answer(request, form, facts, seconds)
    typed = form.cleaned_data
    author = identity.author(visitor, typed)
    try:
        posted = actions.post(
            facts.article,
            author,
            typed["text"],
            parent_id=facts.parent.pk if facts.parent else None,
            submission=typed["submission"],
            suspicions=suspicions(
                request, facts.article, author, typed["text"], form=form, parent=facts.parent
            ),
            facts=facts,
            origin=origin_of(request),
        )
    except Refused as refused:
        if refused.refusal == Refusal.ALREADY_POSTED:
            form.renew_submission()
        return write_answer(request, form, facts, refused)
    response = posted_answer(request, posted, identity.after_posting(visitor, posted))
    identity.remember_author(visitor, response, posted)
    return response


def _edit_answer(
    request: HttpRequest,
    form: EditForm,
    found: Comment,
    refusal: Refusal | None,
    refused: Refused | None = None,
) -> HttpResponse:
    meanwhile = refusal == Refusal.EDITED_MEANWHILE
    if meanwhile:
        form.renew_revision(found.revision)
    return form_answer(
        request,
        "comments/edit.html",
        form,
        refusal=refusal,
        status=403 if refusal in {Refusal.NOT_YOURS, Refusal.BANNED} else None,
        ban=ban_of(refused),
        action=request.path,
        article=found.article,
        comment=found,
        present_text=found.text if meanwhile else "",
    )


def _parent_gone(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    form = _comment_form(request)
    return form_answer(
        request, "comments/write.html", form, refusal=Refusal.PARENT_GONE, status=404
    )


def _comment_form(request: HttpRequest, parent: Comment | None = None) -> CommentForm:
    data = request.POST if request.method == "POST" else None
    # Several forms may stand on one page: each has ids of its own.
    auto_id = f"reply-{parent.pk}-%s" if parent else "write-%s"
    return CommentForm(data, auto_id=auto_id, signed_in=request.user.is_authenticated)


def _is_ready(request: HttpRequest, form: CommentForm | EditForm) -> bool:
    """Whether the form was sent to be stored, and can be."""
    return request.method == "POST" and form.is_valid() and "preview" not in request.POST
