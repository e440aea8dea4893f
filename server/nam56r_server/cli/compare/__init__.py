"""`nam56r compare`: what differs between two recipes, or two targets of one."""
