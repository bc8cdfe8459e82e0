"""Addresses of merging, below `/<language>/desk/merge/`."""

from django.urls import path

from cairn.web.desk.merging import beginning, candidates, outcome

urlpatterns = [
    path("", beginning.index, name="merge"),
    path("<str:ref>/", candidates.page, name="merging"),
    path("<str:ref>/progress/", candidates.how_far, name="merge_progress"),
    path("<str:ref>/summary/", outcome.page, name="merge_summary"),
]
