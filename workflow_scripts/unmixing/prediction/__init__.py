"""Maps of the abundances of whole images, from a method trained with all labels of a scene."""
