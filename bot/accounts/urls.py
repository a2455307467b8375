from django.urls import path
from django.views.decorators.cache import never_cache

from bot.accounts import provider_views, views
from bot.web.limits import limited

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/provider", never_cache(limited("sign-in")(provider_views.Begin.as_view())), name="provider"),
    path(
        "sign-in/callback", never_cache(limited("sign-in")(provider_views.Callback.as_view())), name="provider-callback"
    ),
    path("sign-in/back-channel", provider_views.back_channel, name="back-channel"),
    path("signed-in", views.signed_in_page, name="signed-in"),
    path("sign-in/<str:token>", views.use_link, name="use-link"),
    path("sign-out", views.sign_out, name="sign-out"),
]
