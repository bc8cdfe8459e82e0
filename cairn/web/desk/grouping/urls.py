"""Addresses of sharing groups, below `/<language>/desk/`."""

from django.urls import path

from cairn.web.desk.grouping import choosing, listing, one

urlpatterns = [
    path("groups/", listing.page, name="groups"),
    path("groups/<str:ref>/", one.page, name="group"),
    path("filings/<str:ref>/sharing/", choosing.page, name="filing_sharing"),
]
