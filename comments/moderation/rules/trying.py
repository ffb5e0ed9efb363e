"""The pages around a rule: which kind it is to be, and what it would have held."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import helpers
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from articles.lookup import is_number
from comments.answers import UNPROCESSABLE
from comments.models import Kind, Rule
from comments.moderation.base import EditorsAdmin
from comments.moderation.rules.forms import TrialForm
from comments.moderation.rules.wording import WORDINGS
from comments.rulebook.backtest import backtest

VERDICTS = {
    "published": _("published by a moderator"),
    "removed": _("removed"),
    "spam": _("marked as spam"),
    "undecided": _("never decided"),
}
USUALLY = 1_000


def context(kind: str) -> dict[str, Any]:
    """What the page of a rule shows besides its fields."""
    return {
        "does": WORDINGS[kind].does,
        "kind": Kind(kind).label,
        "trial_form": TrialForm(initial={"most": USUALLY}),
    }


def choose_kind(model_admin: EditorsAdmin, request: HttpRequest) -> HttpResponse:
    article = request.GET.get("article", "")
    under = {"article": article} if is_number(article) else {}
    kinds = [
        (f"?{urlencode({'kind': kind, **under})}", Kind(kind).label, wording.does)
        for kind, wording in WORDINGS.items()
    ]
    page = model_admin.page_context(request) | {"title": _("Add a rule"), "kinds": kinds}
    return TemplateResponse(request, "admin/comments/rule/choose_kind.html", page)


def try_out(
    model_admin: EditorsAdmin, request: HttpRequest, rule: Rule | None, page: dict[str, Any]
) -> HttpResponse:
    """Show what the rule in the form would have held. Nothing is saved."""
    form: Any = model_admin.get_form(request, rule, change=rule is not None)(
        request.POST, instance=rule
    )
    trial_form = TrialForm(request.POST)
    is_valid = form.is_valid() and trial_form.is_valid()
    if is_valid:
        article = form.instance.article_id
        page["trial"] = trial = backtest(form.terms(), article, trial_form.cleaned_data["most"])
        page["verdicts"] = [(VERDICTS[name], count) for name, count in trial.verdicts.items()]
        page["samples"] = [(sample, VERDICTS[sample.verdict]) for sample in trial.samples]
    page = _form_page(model_admin, request, rule, form) | page | {"trial_form": trial_form}
    response = model_admin.render_change_form(
        request, page, add=rule is None, change=rule is not None, obj=rule
    )
    response.status_code = 200 if is_valid else UNPROCESSABLE
    return response


def _form_page(
    model_admin: EditorsAdmin, request: HttpRequest, rule: Rule | None, form: Any
) -> dict[str, Any]:
    fieldsets: Any = model_admin.get_fieldsets(request, rule)
    admin_form = helpers.AdminForm(form, fieldsets, {}, (), model_admin=model_admin)
    return {
        **model_admin.admin_site.each_context(request),
        "title": _("Try the rule on past comments"),
        "adminform": admin_form,
        "original": rule,
        "object_id": str(rule.pk) if rule else None,
        "is_popup": False,
        "to_field": None,
        "media": model_admin.media + admin_form.media,
        "inline_admin_formsets": [],
        "errors": helpers.AdminErrorList(form, []),
        "preserved_filters": model_admin.get_preserved_filters(request),
    }
