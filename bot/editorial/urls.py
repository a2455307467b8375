from django.urls import path

from bot.editorial import draft_views, redirect_views, release_views, section_views, views

app_name = "editorial"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("drafts/new", views.new_draft, name="new-draft"),
    path("drafts/<int:id>", draft_views.draft, name="draft"),
    path("drafts/<int:id>/import", draft_views.import_file, name="import"),
    path("drafts/<int:id>/documents/<slug:document>/<str:number>", section_views.section, name="section"),
    path("look", section_views.look_at, name="look"),
    path("drafts/<int:id>/withdraw", draft_views.withdraw, name="withdraw"),
    path("drafts/<int:id>/redirect", redirect_views.redirect_section, name="redirect"),
    path("drafts/<int:id>/build", draft_views.build, name="build"),
    path("drafts/<int:id>/progress", draft_views.progress, name="progress"),
    path("drafts/<int:id>/discard", draft_views.discard, name="discard"),
    path("drafts/<int:id>/preview", release_views.preview, name="preview"),
    path("drafts/<int:id>/approve", release_views.approve, name="approve"),
    path("drafts/<int:id>/publish", release_views.publish, name="publish"),
    path("releases", release_views.releases, name="releases"),
    path("releases/compare", release_views.compare, name="compare"),
    path("releases/<str:digest>/roll-back", release_views.roll_back, name="roll-back"),
    path("audit", release_views.audit, name="audit"),
    path("audit.csv", release_views.audit_csv, name="audit-csv"),
]
