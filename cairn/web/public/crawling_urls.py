"""What stands at the root of the site for programs that read it."""

from django.urls import path

from cairn.web.public import crawling

urlpatterns = [
    path("robots.txt", crawling.robots, name="robots"),
    path("sitemap.xml", crawling.index, name="sitemap"),
    path("sitemap/pages.xml", crawling.pages, name="sitemap_pages"),
    path("sitemap/records-<str:start>.xml", crawling.records, name="sitemap_records"),
]
