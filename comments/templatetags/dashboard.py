"""Numbers, waits and bars on the moderators' dashboard."""

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comments.moderation.dashboard import wording
from comments.moderation.dashboard.charts import stacked

register = Library()
register.filter("number", wording.count)
register.filter("wait", wording.wait)


@register.simple_tag
def bar(largest: int, **parts: int) -> SafeString:
    """A thin line as long as the parts together are beside the largest row.

    Nothing for a screen reader: the same row holds the numbers.
    """
    piece = '<rect class="{}" x="{}%" width="{}%" height="4" data-value="{}"/>'
    rects = format_html_join("", piece, stacked(parts, largest))
    return format_html(
        '<svg class="bar" width="100%" height="4" aria-hidden="true">{}</svg>', rects
    )
