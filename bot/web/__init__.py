"""The Django project: pages, settings, and what every app of ours shares."""
