"""Where identity providers send people back to: `/account/through/<key>/`, without a language."""

from django.urls import path

from cairn.web.desk.people import through

urlpatterns = [path("<slug:key>/", through.back, name="through_back")]
