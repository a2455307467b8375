from django.urls import path

from bot.chat import api, embed

urlpatterns = [
    path("api/chat", api.chat, name="chat"),
    path("api/chat/<str:conversation>", api.history, name="history"),
    path("api/feedback", api.feedback, name="feedback"),
    path("embed.js", embed.script, name="embed"),
]
