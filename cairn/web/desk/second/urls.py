"""Addresses of bounds and of what a second person agrees to, below `/<language>/desk/bounds/`."""

from django.urls import path

from cairn.web.desk.second import asking, bounds, deciding

urlpatterns = [
    path("", bounds.page, name="bounds"),
    path("ask/", asking.page, name="second_ask"),
    path("requests/<str:ref>/", deciding.page, name="second_request"),
]
