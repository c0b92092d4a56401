"""A study told to MLflow: what its files hold, and what a store has of it already."""
