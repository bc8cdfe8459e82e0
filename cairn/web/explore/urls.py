"""Explore, below `/<language>/explore/`."""

from django.urls import path

from cairn.web.explore import views

app_name = "explore"
urlpatterns = [
    path("", views.index, name="index"),
    path("boundaries-<slug:mark>.geojson", views.land, name="land"),
    path("<slug:key>/", views.measure, name="measure"),
    path("<slug:key>/points", views.points, name="points"),
    path("<slug:key>/hexagons", views.hexagons, name="hexagons"),
    path("<slug:key>/records", views.at_place, name="records"),
    path("<slug:key>/<slug:block>.<slug:kind>", views.file, name="file"),
]
