"""`nam56r init`: a recipe to start from."""
