"""The page of a study: its sentences and its interactive figure."""
