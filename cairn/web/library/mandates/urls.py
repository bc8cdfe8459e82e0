"""Mandates, below `/<language>/library/mandates/`."""

from django.urls import path

from cairn.web.library.mandates import pages

urlpatterns = [
    path("", pages.mandates, name="mandates"),
    path("all.jsonl", pages.mandate_file, name="mandate_file"),
    path("<str:ref>.jsonl", pages.mandate_alone, name="mandate_alone"),
    path("<str:ref>/", pages.mandate, name="mandate"),
]
