from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.moderation.base import ModerationAdmin
from comments.moderation.dashboard import busiest, figures, judging
from comments.moderation.dashboard.panels import day_panels, table, wait_panel
from comments.moderation.dashboard.period import LENGTHS, Period, length_from

TEMPLATE = "admin/comments/dashboard/dashboard.html"
SAFE = ["GET", "HEAD"]


def dashboard(model_admin: ModerationAdmin, request: HttpRequest) -> HttpResponse:
    """What was written and decided in the last days, in as many statements for any number."""
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    now = timezone.now()
    period = Period.of(length_from(request.GET.get("days", "")), now)
    days = figures.days_of(period)
    waits, all_waits = figures.waits_of(period)
    first, *rest = day_panels(period, days)
    context = model_admin.page_context(request) | {
        "title": _("Dashboard"),
        "lengths": LENGTHS,
        "period": period,
        "queue": busiest.queue_at(now),
        "written": first,
        "became": rest,
        "days": table(period, days),
        "wait": wait_panel(period, waits, all_waits),
        "waits": table(period, waits),
        "articles": busiest.articles_of(period),
        "reasons": judging.reasons_of(period),
        "moderators": busiest.moderators_of(period),
        "is_quiet": not any(figures.total(days)) and not all_waits.decided,
    }
    return TemplateResponse(request, TEMPLATE, context)
