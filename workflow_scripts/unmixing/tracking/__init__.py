"""Studies logged to MLflow: what their files hold, and what a store lacks of it."""
