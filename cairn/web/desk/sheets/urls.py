"""Addresses of spreadsheets on their way into filings, below `/<language>/desk/filings/`."""

from django.urls import path

from cairn.web.desk.sheets import page, sending

urlpatterns = [
    path("sheets/", sending.new, name="sheets"),
    path("sheets/uploads/", sending.announce, name="sheet_uploads"),
    path("sheets/arrived/<str:ref>/", sending.arrived, name="sheet_arrived"),
    path("sheets/<str:ref>/", page.page, name="sheet"),
]
