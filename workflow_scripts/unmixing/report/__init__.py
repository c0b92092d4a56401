"""What the page of a study says of its scenes."""
