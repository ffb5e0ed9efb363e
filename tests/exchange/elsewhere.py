"""Sites elsewhere, made up, and their exports as files."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

NOON = datetime(2012, 6, 1, 12, tzinfo=UTC)
WXR_STATES = {"published": "1", "held": "0", "spam": "spam", "removed": "trash"}


@dataclass(frozen=True)
class There:
    """A comment elsewhere; `answers` is the id of another, or 0."""

    id: int
    article: int
    answers: int = 0
    name: str = "ada"
    words: str = "Words."
    state: str = "published"
    minute: int | None = None

    @property
    def at(self) -> datetime:
        return NOON + timedelta(minutes=self.id if self.minute is None else self.minute)


def wxr(comments: list[There]) -> bytes:
    items = "".join(
        f"<item><title>Article {article}</title><link>https://there.example/{article}/</link>"
        f"<content:encoded>Body {article}.</content:encoded><wp:post_id>{article}</wp:post_id>"
        "<wp:post_date_gmt>2012-05-01 00:00:00</wp:post_date_gmt>"
        f"<wp:post_name>article-{article}</wp:post_name><wp:post_type>post</wp:post_type>"
        + "".join(map(_wxr_comment, (one for one in comments if one.article == article)))
        + "</item>"
        for article in articles_of(comments)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"<link>https://there.example</link>{items}</channel></rss>"
    ).encode()


def _wxr_comment(one: There) -> str:
    return (
        f"<wp:comment><wp:comment_id>{one.id}</wp:comment_id>"
        f"<wp:comment_author>{escape(one.name)}</wp:comment_author>"
        f"<wp:comment_date_gmt>{one.at:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
        f"<wp:comment_content>{escape(escape(one.words))}</wp:comment_content>"
        f"<wp:comment_approved>{WXR_STATES[one.state]}</wp:comment_approved>"
        f"<wp:comment_parent>{one.answers}</wp:comment_parent></wp:comment>"
    )


def disqus(comments: list[There]) -> bytes:
    threads = "".join(
        f'<thread dsq:id="{article}"><forum>there</forum><link>https://there.example/{article}/'
        f"</link><title>Article {article}</title><message/>"
        "<createdAt>2012-05-01T00:00:00Z</createdAt><isDeleted>false</isDeleted></thread>"
        for article in articles_of(comments)
    )
    posts = "".join(map(_disqus_post, comments))
    return (
        '<?xml version="1.0" encoding="utf-8"?><disqus xmlns="http://disqus.com"'
        f' xmlns:dsq="http://disqus.com/disqus-internals">{threads}{posts}</disqus>'
    ).encode()


def _disqus_post(one: There) -> str:
    parent = f"<parent dsq:id={quoteattr(str(one.answers))}/>" if one.answers else ""
    return (
        f'<post dsq:id="{one.id}"><message>{escape(f"<p>{escape(one.words)}</p>")}</message>'
        f"<createdAt>{one.at:%Y-%m-%dT%H:%M:%SZ}</createdAt>"
        f"<isDeleted>{str(one.state == 'removed').lower()}</isDeleted>"
        f"<isSpam>{str(one.state == 'spam').lower()}</isSpam>"
        f"<author><name>{escape(one.name)}</name></author>"
        f'<thread dsq:id="{one.article}"/>{parent}</post>'
    )


def jsonl(comments: list[There]) -> bytes:
    rows: list[dict[str, object]] = [{"understory": 1, "site": "there"}]
    rows += [
        {
            "type": "article",
            "id": str(article),
            "url": f"https://there.example/{article}/",
            "title": f"Article {article}",
            "body": f"Body {article}.",
            "published_at": "2012-05-01T00:00:00Z",
        }
        for article in articles_of(comments)
    ]
    rows += [
        {
            "type": "comment",
            "id": str(one.id),
            "article": str(one.article),
            "parent": str(one.answers or ""),
            "created_at": one.at.isoformat(),
            "name": one.name,
            "text": one.words,
            "markup": "plain",
            "state": one.state,
        }
        for one in comments
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def articles_of(comments: list[There]) -> list[int]:
    return sorted({one.article for one in comments})
