"""Holi in Microsoft Teams: who may call, what was said, the answer as Teams shows it, and its delivery."""
