"""What each Megatron-LM release accepts and builds, as data, and questions about that data.

Must not know recipes, rules or plans: it says what a release is, not what anybody wants from it.
"""
