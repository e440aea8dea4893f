"""nam56r_core: recipes of hybrid models, translated to Megatron-LM, fail closed.

Pure: no disk, no clock, no protocol. Callers hand in bytes and catalogs and get values back.
Must not know who they are.
"""
