"""The folder, below `/<language>/library/folder/`."""

from django.urls import path

from cairn.web.library.folder import page

urlpatterns = [
    path("", page.folder, name="folder"),
    path("bundle.docx", page.bundle, name="folder_bundle"),
    path("bundle.pdf", page.printed, name="folder_pdf"),
    path("citations.txt", page.citations, name="folder_citations"),
]
