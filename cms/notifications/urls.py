"""What somebody without a session may open: the link that ends mail of a kind."""

from django.urls import path

from cms.notifications.unsubscribing import UnsubscribeView

urlpatterns = [
    path("mail/unsubscribe/<str:token>/", UnsubscribeView.as_view(), name="unsubscribe"),
]
