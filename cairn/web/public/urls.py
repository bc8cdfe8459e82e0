"""Public pages, below `/<language>/`."""

from django.urls import path

from cairn.web.public import data_views, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("glossary/", views.glossary, name="glossary"),
    path("data/", data_views.all_sets, name="data_sets"),
    path("data/<slug:key>/", data_views.one_set, name="data_set"),
    path("data/<slug:key>/rows.<slug:kind>", data_views.set_rows, name="data_rows"),
]
