"""Addresses of taking part in the exchange, below `/<language>/desk/participation/`."""

from django.urls import path

from cairn.web.desk.participation import roll, rule, standing

urlpatterns = [
    path("", standing.page, name="participation"),
    path("roll/", roll.page, name="participation_roll"),
    path("rule/", rule.page, name="participation_rule"),
]
