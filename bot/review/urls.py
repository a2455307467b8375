from django.urls import path

from bot.review import deciding, views

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("tasks", views.tasks, name="tasks"),
    path("decide", deciding.decide_many, name="decide-many"),
    path("regroup", views.regroup, name="regroup"),
    path("filters", views.save_filter, name="save-filter"),
    path("filters/<int:id>/drop", views.drop_filter, name="drop-filter"),
    path("gaps/<int:id>", views.gap, name="gap"),
    path("gaps/<int:id>/<str:action>", deciding.decide, name="decide"),
]
