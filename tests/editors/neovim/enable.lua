-- Neovim's own way, without setup(): `vim.lsp.enable('nam56r')`, from 0.11 on.
package.path = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2)) .. '/?.lua;' .. package.path
local checks = require('checks')

vim.lsp.config('nam56r', { settings = { nam56r = { inlayHints = { counts = false } } } })
vim.lsp.enable('nam56r')
vim.cmd.edit('letters.nam56r.yaml')
local recipe = vim.api.nvim_get_current_buf()

checks.check("vim.lsp.enable('nam56r') is enough", function()
  checks.eventually('findings', function()
    return #vim.diagnostic.get(recipe) == 2
  end)
end)

checks.check('hints are off until they are asked for, and settings reach the server', function()
  checks.same(vim.lsp.inlay_hint.is_enabled({ bufnr = recipe }), false)
  local client = vim.lsp.get_clients({ bufnr = recipe })[1]
  local labels
  -- The server asks for settings when it has said hello, and is asked for hints meanwhile.
  checks.eventually('hints without counts', function()
    local answer = client:request_sync('textDocument/inlayHint', {
      textDocument = vim.lsp.util.make_text_document_params(recipe),
      range = { start = { line = 0, character = 0 }, ['end'] = { line = 30, character = 0 } },
    }, 15000, recipe)
    labels = vim.inspect(vim.tbl_map(function(hint)
      return hint.label
    end, answer.result))
    return not labels:find('2 A', 1, true)
  end)
  checks.holds(labels, 'withheld')
end)

checks.check('a file that is no recipe starts nothing', function()
  vim.cmd.edit('ordinary.yaml')
  checks.same(vim.lsp.get_clients({ bufnr = 0 }), {})
end)

checks.finish()
