"""Addresses of the records of a filing, below `/<language>/desk/filings/<ref>/records/`."""

from django.urls import path

from cairn.web.desk.observing import listing, placing, writing

urlpatterns = [
    path("<str:ref>/records/", listing.records, name="records"),
    path("<str:ref>/records/<slug:key>/new/", writing.new, name="record_new"),
    path("<str:ref>/records/<slug:key>/<str:record>/", writing.change, name="record_change"),
    path("<str:ref>/records/<slug:key>/<str:record>/map/", placing.place, name="record_map"),
    path("<str:ref>/records/<slug:key>/<str:record>/remove/", writing.remove, name="record_remove"),
]
