-- The language client: its configuration, how it is started on 0.10 and on later versions, and
-- requests to it. Must not know what is done with answers.
local recipe = require('nam56r.recipe')

local M = {}

M.NAME = 'nam56r'
local FILETYPES = { 'yaml', 'toml', 'json', 'jsonc' }

local set_up -- what `enable` was given on 0.10, which has no place of its own for it

local function is_recent()
  return vim.fn.has('nvim-0.11') == 1
end

---What is started where nobody says otherwise.
---@return table
function M.defaults()
  return {
    name = M.NAME,
    cmd = { 'nam56r', 'server' },
    filetypes = FILETYPES,
    -- Any other YAML is left alone: the server is not even started for it.
    root_dir = function(buffer, on_dir)
      if recipe.concerns(buffer, M.settings()) then
        on_dir(recipe.root(buffer))
      end
    end,
    settings = { nam56r = vim.empty_dict() },
    commands = {
      -- The lens "preview plan": the server answers with a picture, a terminal wants text.
      ['nam56r.showPlan'] = function(command)
        require('nam56r.plan').open(vim.uri_to_bufnr(command.arguments[1]))
      end,
    },
  }
end

---The configuration that holds: the defaults with what the user changed.
---@return table
function M.config()
  if is_recent() then
    return vim.lsp.config[M.NAME]
  end
  return vim.tbl_deep_extend('force', M.defaults(), set_up or {})
end

---The values of the `nam56r.*` settings.
---@return table
function M.settings()
  return vim.tbl_get(M.config(), 'settings', 'nam56r') or {}
end

---A command line of the same nam56r that serves the editor.
---@param arguments string[]
---@return string[]
function M.command_line(arguments)
  local command = M.config().cmd
  local line = { 'nam56r' }
  if type(command) == 'table' then
    line = vim.list_slice(command)
    for index, word in ipairs(command) do
      if word == 'server' then
        line = vim.list_slice(command, 1, index - 1)
      end
    end
  end
  return vim.list_extend(line, arguments)
end

local function start(buffer)
  local config = M.config()
  if vim.bo[buffer].buftype == '' then
    config.root_dir(buffer, function(root)
      config.root_dir = root
      vim.lsp.start(config, { bufnr = buffer })
    end)
  end
end

---Start the server for recipes, those that are open and those to come.
---@param changes table parts of a configuration; see `defaults`
function M.enable(changes)
  if is_recent() then
    vim.lsp.config(M.NAME, changes)
    vim.lsp.enable(M.NAME)
    return
  end
  set_up = changes
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('nam56r.start', {}),
    pattern = FILETYPES,
    callback = function(event)
      start(event.buf)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local is_loaded = vim.api.nvim_buf_is_loaded(buffer)
    if is_loaded and vim.list_contains(FILETYPES, vim.bo[buffer].filetype) then
      start(buffer)
    end
  end
end

---@param buffer integer
---@return vim.lsp.Client?
function M.attached(buffer)
  return vim.lsp.get_clients({ name = M.NAME, bufnr = buffer })[1]
end

---Run one of the server's commands on a buffer. `answer` is called with what it answered; a
---failure is told to the user.
---@param buffer integer
---@param command string
---@param arguments any[] those after the URI of the buffer
---@param answer fun(result: table)
function M.execute(buffer, command, arguments, answer)
  local client = M.attached(buffer)
  if not client then
    M.tell('no nam56r server on this buffer; `:checkhealth nam56r` says why', vim.log.levels.ERROR)
    return
  end
  local params = {
    command = command,
    arguments = vim.list_extend({ vim.uri_from_bufnr(buffer) }, arguments),
  }
  local function received(problem, result)
    if problem then
      M.tell(problem.message, vim.log.levels.ERROR)
    elseif result then
      answer(result)
    end
  end
  if is_recent() then
    client:request('workspace/executeCommand', params, received, buffer)
  else
    client.request('workspace/executeCommand', params, received, buffer)
  end
end

---The file with what the server said.
---@return string
function M.log_path()
  local log = vim.lsp.log
  return log and log.get_filename and log.get_filename() or vim.lsp.get_log_path()
end

---@param text string
---@param level? integer
function M.tell(text, level)
  vim.notify('nam56r: ' .. text, level or vim.log.levels.INFO)
end

return M
