"""`nam56r schema`: the JSON Schema of a recipe or an output."""
