from django.urls import path

from bot.status import views

urlpatterns = [
    path("metrics", views.metrics, name="metrics"),
    path("status/", views.status, name="status"),
]
