"""Why what somebody is about to say had better wait for a moderator: the one place to ask."""

from django.http import HttpRequest

from articles.models import Article
from comments import proof
from comments.forms import CommentForm
from comments.models import Comment
from comments.people import Person
from comments.rights import may_moderate
from comments.rulebook import judging
from comments.rules import Suspicion
from comments.spam import akismet


def suspicions(
    request: HttpRequest,
    article: Article,
    author: Person,
    text: str,
    *,
    form: CommentForm | None = None,
    parent: Comment | None = None,
    edited: Comment | None = None,
) -> list[Suspicion]:
    """Of a new comment in this `form`, in answer to `parent`; or of an `edited` one's new words.

    Moderators say what they say.
    """
    if may_moderate(request):
        return []
    found = _of_form(form, author) if form else []
    found += judging.suspicions(article, author, text, parent=parent, edited=edited)
    if found or author.user_id is not None:
        # What waits already need not be shown to anybody outside.
        return found
    return akismet.suspicions(request, article, author, text)


def _of_form(form: CommentForm, author: Person) -> list[Suspicion]:
    solution = form.cleaned_data.get("proof") or ""
    return form.suspicions() + proof.suspicions(solution, author)
