"""`nam56r export`: the plan, the arguments and the launch script of recipes."""
