"""Addresses of the library's desk, below `/<language>/desk/library/`."""

from django.urls import path

from cairn.web.desk.correcting import proposals
from cairn.web.desk.library import listing, record, together, upload, writing

urlpatterns = [
    path("", listing.index, name="library"),
    path("file/", upload.new, name="library_upload"),
    path("file/<str:ref>/", upload.page, name="library_file"),
    path("new/<slug:kind>/", writing.new, name="library_new"),
    path("together/", together.publish, name="library_together"),
    path("proposals/", proposals.index, name="library_proposals"),
    path("proposals/<str:ref>/", proposals.page, name="library_proposal"),
    path("<str:ref>/", record.page, name="library_entry"),
    path("<str:ref>/versions/", record.versions, name="library_versions"),
    path("<str:ref>/write/", writing.write, name="library_write"),
]
