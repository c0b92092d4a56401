"""The page of a study, and the sentences on it."""
