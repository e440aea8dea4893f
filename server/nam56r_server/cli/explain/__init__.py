"""`nam56r explain`: what a rule, a word, a key, a flag or a symbol is."""
