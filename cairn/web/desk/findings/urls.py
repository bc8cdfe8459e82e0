"""Addresses of findings, below `/<language>/desk/findings/`."""

from django.urls import path

from cairn.web.desk.findings import listing, record, writing

urlpatterns = [
    path("", listing.index, name="findings"),
    path("new/", writing.new, name="finding_new"),
    path("<str:ref>/", record.page, name="finding"),
    path("<str:ref>/write/", writing.write, name="finding_write"),
]
