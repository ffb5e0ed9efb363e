from django.urls import path

from comments import proof, reports, views, yours

urlpatterns = [
    path("challenge/", proof.challenge, name="challenge"),
    path("<int:comment_id>/", views.comment, name="comment"),
    path("<int:comment_id>/reply/", views.reply, name="reply"),
    path("<int:comment_id>/edit/", views.edit, name="edit"),
    path("<int:comment_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:comment_id>/flag/", reports.flag, name="flag"),
    path("<int:comment_id>/unflag/", reports.unflag, name="unflag"),
    path("<int:comment_id>/appeal/", reports.appeal, name="appeal"),
    path("yours/", yours.yours, name="yours"),
]
