"""What the page of a study says about its scenes."""
