"""Addresses of saved searches, below `/<language>/desk/searches/`; each is a person's own."""

from django.urls import path

from cairn.web.desk.searches import listing, saving

urlpatterns = [
    path("", listing.index, name="searches"),
    path("new/", saving.new, name="search_new"),
]
