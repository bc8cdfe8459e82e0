"""Addresses of spreadsheets on their way into filings, below `/<language>/desk/filings/`."""

from django.urls import path

from cairn.web.desk.sheets import page, sending, workbook

urlpatterns = [
    path("sheets/", sending.new, name="sheets"),
    path("sheets/uploads/", sending.announce, name="sheet_uploads"),
    path("sheets/arrived/<str:ref>/", sending.arrived, name="sheet_arrived"),
    path("sheets/<str:ref>/", page.page, name="sheet"),
    path("<str:ref>/workbook/", workbook.page, name="workbook"),
    path("<str:ref>/workbook/filing.xlsx", workbook.download, name="workbook_down"),
    path("<str:ref>/workbook/uploads/", workbook.announce, name="workbook_uploads"),
    path("<str:ref>/workbook/<str:upload>/", workbook.back, name="workbook_back"),
]
