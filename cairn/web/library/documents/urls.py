"""Documents, below `/<language>/library/documents/`."""

from django.urls import path

from cairn.web.library.documents import listing, page

urlpatterns = [
    path("", listing.documents, name="documents"),
    path("all.jsonl", listing.document_file, name="document_file"),
    path("<str:ref>.jsonl", listing.document_alone, name="document_alone"),
    path("<str:ref>/", page.document, name="document"),
]
