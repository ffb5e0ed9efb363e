from django.urls import path

from comments import proof, views

urlpatterns = [
    path("challenge/", proof.challenge, name="challenge"),
    path("<int:comment_id>/", views.comment, name="comment"),
    path("<int:comment_id>/reply/", views.reply, name="reply"),
    path("<int:comment_id>/edit/", views.edit, name="edit"),
    path("<int:comment_id>/withdraw/", views.withdraw, name="withdraw"),
]
