"""An article's own rules, as its page in the admin leads to them."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Article
from comments.models import Rule
from comments.moderation.rules.wording import in_words


def rule_links(article: Article) -> SafeString:
    rules = Rule.objects.filter(article=article)
    links = ((_address(rule), rule.name, _said(rule)) for rule in rules)
    return format_html(
        '<ul class="own-rules">{}</ul><a href="{}?article={}">{}</a>',
        format_html_join("", '<li><a href="{}" dir="auto">{}</a>: {}</li>', links),
        reverse("admin:comments_rule_add"),
        article.pk,
        _("Add a rule for this article"),
    )


def _address(rule: Rule) -> str:
    return reverse("admin:comments_rule_change", args=[rule.pk])


def _said(rule: Rule) -> str:
    if rule.enabled:
        return in_words(rule)
    return _("such rules are switched off here")
