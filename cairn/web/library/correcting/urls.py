"""Addresses below `/<language>/library/corrections/`."""

from django.urls import path

from cairn.web.library.correcting import pages

urlpatterns = [
    path("", pages.look, name="corrections"),
    path("propose/", pages.propose, name="propose"),
    path("new/", pages.new, name="correction_new"),
]
