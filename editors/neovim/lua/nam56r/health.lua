-- `:checkhealth nam56r`: is everything there, and if not, what to do.
local client = require('nam56r.client')
local recipe = require('nam56r.recipe')

local M = {}

local INSTALL = {
  'Install nam56r with pip in an environment whose `bin` is on your PATH, or',
  "say where it is: `require('nam56r').setup({ cmd = { '/path/to/nam56r', 'server' } })`",
}
local START = {
  "Is it enabled? `require('nam56r').setup()`, or from 0.11 on `vim.lsp.enable('nam56r')`",
  ('Did it end? Its log is %s'):format(client.log_path()),
  'A file whose comment `# nam56r: recipe` is new is taken up by `:edit`',
}

local function check_neovim()
  vim.health.start('Neovim')
  if vim.fn.has('nvim-0.10') == 0 then
    vim.health.error('Neovim 0.10 or later is needed')
    return
  end
  vim.health.ok(tostring(vim.version()))
  if vim.o.termguicolors then
    vim.health.ok('the families of layers have colours of their own')
  else
    vim.health.info("'termguicolors' is off: the nearest of 256 colours are used")
  end
end

local function check_command()
  vim.health.start('The command nam56r')
  local line = client.command_line({ '--version' })
  if vim.fn.executable(line[1]) == 0 then
    vim.health.error(('`%s` is not found'):format(line[1]), INSTALL)
    return
  end
  local result = vim.system(line, { text = true }):wait(10000)
  if result.code == 0 then
    vim.health.ok(('%s (%s)'):format(vim.trim(result.stdout), vim.fn.exepath(line[1])))
  else
    local why = vim.trim(result.stderr)
    vim.health.error(('`%s` fails: %s'):format(table.concat(line, ' '), why), INSTALL)
  end
end

local function buffers_of(attached)
  return vim.tbl_map(function(buffer)
    return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.')
  end, vim.tbl_keys(attached.attached_buffers))
end

local function check_server()
  vim.health.start('The server')
  local clients = vim.lsp.get_clients({ name = client.NAME })
  for _, attached in ipairs(clients) do
    vim.health.ok('serves ' .. table.concat(buffers_of(attached), ', '))
  end
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local is_file = vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].buftype == ''
    if is_file and recipe.concerns(buffer, client.settings()) and not client.attached(buffer) then
      vim.health.warn('does not serve ' .. vim.api.nvim_buf_get_name(buffer), START)
    end
  end
  if #clients == 0 then
    vim.health.info('not running: it starts with the first recipe that is opened')
  end
end

function M.check()
  check_neovim()
  check_command()
  check_server()
end

return M
