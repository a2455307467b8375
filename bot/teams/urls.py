from django.urls import path

from bot.teams import views

urlpatterns = [path("api/messages", views.messages, name="teams-messages")]
