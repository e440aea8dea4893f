-- What a user would write, and nothing else.
vim.opt.runtimepath:prepend(vim.env.NAM56R_PLUGIN)
require('nam56r').setup()
vim.diagnostic.config({ virtual_text = true })
