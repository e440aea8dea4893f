"""From a plan to the arguments of a launch, and to the documents that hold them."""
