"""Rasa's custom actions: from a tracker to `knowledge` and back, and nothing else."""
