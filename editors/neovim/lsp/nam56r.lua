-- What `vim.lsp.enable('nam56r')` starts (Neovim 0.11 and later).
return require('nam56r.client').defaults()
