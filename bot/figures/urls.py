from django.urls import path

from bot.figures import digest_views, pack_views, views

app_name = "figures"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:key>.csv", views.panel_csv, name="csv"),
    path("holi.xlsx", views.excel, name="workbook"),
    path("audit", pack_views.packs, name="packs"),
    path("audit/make", pack_views.make, name="make-pack"),
    path("audit/<str:name>/progress", pack_views.progress, name="progress"),
    path("audit/<str:name>.zip", pack_views.take, name="take-pack"),
    path("digest", digest_views.digest, name="digest"),
]
