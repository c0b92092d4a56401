"""Predictions measured: the metrics of a run, and the tables of all runs."""
