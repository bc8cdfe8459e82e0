"""Addresses of devices, below `/api/hand-in/v1/` of the desk process: no session, no language."""

from django.urls import path

from cairn.web.desk.handing import door

urlpatterns = [
    path("", door.hand_in, name="hand_in"),
    path("<str:ref>/", door.receipt, name="hand_in_receipt"),
]
