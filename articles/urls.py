from django.urls import path, re_path

from articles import old, views
from comments.views import post

# Letters and digits of any script, as slugify(allow_unicode=True) leaves them.
SLUG = r"(?P<slug>[-\w]+)"
# A comment's number, each of its parts one that the database can hold.
NUMBER = r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,9})*)"
# As much as is kept of one.
ANCHOR = r"(?P<fragment>[^/]{1,100})"

urlpatterns = [
    path("", views.front_page, name="front-page"),
    re_path(rf"^articles/{SLUG}/$", views.article, name="article"),
    re_path(rf"^articles/{SLUG}/comments/$", post, name="post"),
    re_path(rf"^articles/{SLUG}/{NUMBER}/$", views.number, name="number"),
    re_path(rf"^articles/{SLUG}/old/{ANCHOR}/$", old.old_anchor, name="old-anchor"),
    path("old-address/", old.old_address, name="old-address"),
]
