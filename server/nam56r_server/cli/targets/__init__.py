"""`nam56r targets`: the known releases and what differs between them."""
