"""Addresses of requests for correction, below `/<language>/desk/corrections/`."""

from django.urls import path

from cairn.web.desk.correcting import pages

urlpatterns = [
    path("", pages.queue, name="corrections"),
    path("to-change/", pages.for_editors, name="corrections_to_change"),
    path("<str:ref>/", pages.page, name="correction"),
]
