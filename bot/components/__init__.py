"""What runs inside Rasa's own process, on its Python: no Django, no `knowledge`."""
