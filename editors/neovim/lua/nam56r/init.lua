-- `require('nam56r').setup()`: start the server for recipes, on every Neovim from 0.10.
-- Must not know how a recipe is recognised or shown.
local client = require('nam56r.client')

local M = {}

---@class nam56r.Options
---@field cmd? string[] the command that starts the server
---@field settings? table what `nam56r.*` settings say, without the prefix
---@field inlay_hints? boolean show inlay hints in recipes (default: true)
---@field code_lens? boolean show code lenses in recipes (default: true)

local SHOWN = { inlay_hints = true, code_lens = true }

local function show_code_lenses(buffer)
  if vim.lsp.codelens.enable then -- since 0.12, which keeps them current
    vim.lsp.codelens.enable(true, { bufnr = buffer })
    return
  end
  local function refresh()
    vim.lsp.codelens.refresh({ bufnr = buffer })
  end
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'TextChanged' }, {
    group = vim.api.nvim_create_augroup('nam56r.code_lens.' .. buffer, {}),
    buffer = buffer,
    callback = refresh,
  })
  refresh()
end

---@param options? nam56r.Options
function M.setup(options)
  options = vim.tbl_extend('keep', options or {}, SHOWN)
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('nam56r.attach', {}),
    callback = function(event)
      local attached = vim.lsp.get_client_by_id(event.data.client_id)
      if not attached or attached.name ~= client.NAME then
        return
      end
      if options.inlay_hints then
        vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
      end
      if options.code_lens then
        show_code_lenses(event.buf)
      end
    end,
  })
  client.enable({
    cmd = options.cmd,
    settings = options.settings and { nam56r = options.settings },
  })
end

return M
