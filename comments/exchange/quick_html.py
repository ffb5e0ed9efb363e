"""The HTML of stored words. Most comments are plain sentences, for which no parser is needed."""

import re
from functools import lru_cache

from comments.markup import comment_html

# Letters, and signs that mean nothing in Markdown; a full stop only where no address can be made
# of what stands around it. No line begins like a list, and none with a blank.
PLAIN = re.compile(
    r"(?:[^\W\d_]++|(?<!\n)(?<!^)[0-9 -](?!\n)|[,;!?'\"()…–—“”‘’„«»£€%]"
    r"|[\U0001F300-\U0001FAFF]|:(?=[ \n])|\.(?=[ \n\"')”’]|$)|\n(?![ 0-9-]))++"
)
# Many short comments say the same; a page of different ones does not fill the memory.
LONGEST_KEPT = 2_000
_kept = lru_cache(maxsize=4096)(comment_html)


def html_of(text: str) -> str:
    """The same as comments.markup.comment_html, sooner."""
    if PLAIN.fullmatch(text) and text[-1] != " ":
        paragraphs = re.split(r"\n{2,}", text.strip("\n"))
        return "".join(f"<p>{each.replace(chr(10), '<br>' + chr(10))}</p>\n" for each in paragraphs)
    return _kept(text) if len(text) <= LONGEST_KEPT else comment_html(text)
