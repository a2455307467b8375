"""Asking: the question log, the chat API, the way to Rasa, the widget."""
