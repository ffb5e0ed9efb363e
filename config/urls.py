from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("articles.urls")),
    path("comments/", include("comments.urls")),
    path("account/", include("config.account_urls")),
    path("admin/", admin.site.urls),
]
