"""Figures, one module each, in a shared style."""
