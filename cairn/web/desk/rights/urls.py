"""Addresses of the rights channel, below `/<language>/desk/rights/`."""

from django.urls import path

from cairn.web.desk.rights import own, reviewing

urlpatterns = [
    path("", own.index, name="rights"),
    path("new/", own.new, name="rights_new"),
    path("review/", reviewing.queue, name="rights_queue"),
    path("review/<str:ref>/", reviewing.page, name="rights_review"),
    path("<str:ref>/", own.page, name="rights_report"),
]
