"""Addresses of what was read, by whom, and what became of it, below `/<language>/desk/reads/`."""

from django.urls import path

from cairn.web.desk.reads import listing, permitted, purpose, taken, told

urlpatterns = [
    path("", listing.index, name="reads"),
    path("reads.csv", listing.file, name="reads_file"),
    path("purpose/", purpose.page, name="purpose"),
    path("uses/<str:ref>/", permitted.page, name="reads_uses"),
    path("taken/", taken.index, name="reads_taken"),
    path("changes/", told.index, name="reads_told"),
    path("changes/<str:ref>/", told.notice, name="reads_notice"),
]
