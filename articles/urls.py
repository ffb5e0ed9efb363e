from django.urls import path, re_path

from articles import views
from comments.views import post

# Letters and digits of any script, as slugify(allow_unicode=True) leaves them.
SLUG = r"(?P<slug>[-\w]+)"

urlpatterns = [
    path("", views.front_page, name="front-page"),
    re_path(rf"^articles/{SLUG}/$", views.article, name="article"),
    re_path(rf"^articles/{SLUG}/comments/$", post, name="post"),
]
