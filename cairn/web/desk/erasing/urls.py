"""Addresses of erasing and keeping, below `/<language>/desk/`."""

from django.urls import path

from cairn.web.desk.erasing import deciding, keeping, reporting, ruling

urlpatterns = [
    path("erasures/", deciding.index, name="erasures"),
    path("erasures/report/<str:ref>/", reporting.page, name="erasure_report"),
    path("erasures/<str:ref>/", deciding.one, name="erasure"),
    path("keeping/", keeping.page, name="keeping"),
    path("keeping/rules/", ruling.page, name="keeping_rules"),
]
