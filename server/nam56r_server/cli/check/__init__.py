"""`nam56r check`: what is wrong with recipes, and its fixes."""
