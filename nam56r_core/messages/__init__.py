"""Words for what the stages return as values: plans, reasons, seams.

Must not know where the words are shown.
"""
