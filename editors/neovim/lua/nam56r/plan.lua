-- `:Nam56rPlan`: what `nam56r plan` prints, in a window beside the recipe, of the text as it is in
-- the editor. Must not know what a plan is.
local client = require('nam56r.client')
local recipe = require('nam56r.recipe')
local scratch = require('nam56r.scratch')

local M = {}

M.FORMATS = { 'table', 'strip' }
local PAUSE = 300 -- milliseconds without a keystroke before the plan is made again

---@class nam56r.View
---@field buffer integer
---@field format string
---@field timer uv.uv_timer_t
---@field run? vim.SystemObj

---@type table<integer, nam56r.View> by the buffer of the recipe
local views = {}

---The recipe as a file would hold it.
local function text_of(source)
  local lines = vim.api.nvim_buf_get_lines(source, 0, -1, false)
  return table.concat(lines, '\n') .. (vim.bo[source].endofline and '\n' or '')
end

local function command_line(source, format, target)
  local path = vim.api.nvim_buf_get_name(source)
  local line = { 'plan', '-', '--output-format', format, '--color', 'never' }
  if path ~= '' then
    vim.list_extend(line, { '--stdin-filename', path })
  end
  local configuration = client.settings().configuration
  if type(configuration) == 'string' then
    vim.list_extend(line, { '--config', configuration })
  end
  if target then
    vim.list_extend(line, { '--target', target })
  end
  return client.command_line(line)
end

local function make(source, target)
  local view = views[source]
  if not view or not vim.api.nvim_buf_is_valid(source) then
    return
  end
  if view.run then
    view.run:kill('sigterm')
  end
  local run
  local function finished(result)
    if not views[source] or views[source].run ~= run then
      return -- a newer one is on its way, or the window is gone
    end
    view.run = nil
    -- 0: runnable, 1: not; with anything else there is no plan, and what was said is shown.
    local is_plan = result.code == 0 or result.code == 1
    scratch.fill(view.buffer, is_plan and result.stdout or result.stderr)
  end
  local line = command_line(source, view.format, target)
  local started, problem = pcall(function()
    run = vim.system(line, { stdin = text_of(source), text = true }, vim.schedule_wrap(finished))
  end)
  view.run = started and run or nil
  if not started then
    scratch.fill(view.buffer, problem)
  end
end

local function refresh(source)
  -- A target that only the editor's settings name is known to the server, not to the command line.
  if type(client.settings().target) == 'string' and client.attached(source) then
    client.execute(source, 'nam56r.showPlan', {}, function(result)
      local target = result.plan.target
      make(source, type(target) == 'string' and target or nil)
    end)
  else
    make(source)
  end
end

local function close(source, group)
  local view = views[source]
  views[source] = nil
  vim.api.nvim_del_augroup_by_id(group)
  view.timer:close()
  if view.run then
    view.run:kill('sigterm')
  end
end

local function follow(source)
  local view = views[source]
  local group = vim.api.nvim_create_augroup('nam56r.plan.' .. source, {})
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'BufWritePost' }, {
    group = group,
    buffer = source,
    callback = function()
      view.timer:start(PAUSE, 0, vim.schedule_wrap(function()
        if views[source] == view then
          refresh(source)
        end
      end))
    end,
  })
  vim.api.nvim_create_autocmd('BufWipeout', {
    group = group,
    buffer = view.buffer,
    callback = function()
      close(source, group)
    end,
  })
end

---The recipe that a buffer is about: of the window with a plan, the one that it is the plan of.
---@param buffer integer 0 for the current one
---@return integer?
function M.source_of(buffer)
  buffer = buffer == 0 and vim.api.nvim_get_current_buf() or buffer
  for source, view in pairs(views) do
    if view.buffer == buffer then
      return source
    end
  end
  if client.attached(buffer) or recipe.concerns(buffer, client.settings()) then
    return buffer
  end
  client.tell('this is no recipe; `:help nam56r-files` says what is one', vim.log.levels.WARN)
end

---Show the plan of a recipe, or show it in another way; the cursor stays where it is.
---@param source integer a buffer; 0 for the current one
---@param format? string one of `FORMATS`
---@param mods? string such as `vertical`
function M.open(source, format, mods)
  local found = M.source_of(source)
  if not found then
    return
  end
  source = found
  local view = views[source]
  format = format or (view and view.format) or M.FORMATS[1]
  if not vim.list_contains(M.FORMATS, format) then
    local known = table.concat(M.FORMATS, ' nor ')
    client.tell(('%q is neither %s'):format(format, known), vim.log.levels.ERROR)
    return
  end
  if view then
    view.format = format
    scratch.show(view.buffer, mods)
  else
    local file = vim.fs.basename(vim.api.nvim_buf_get_name(source))
    view = {
      buffer = scratch.create(('nam56r://plan/%d/%s'):format(source, file), 'nam56rplan'),
      format = format,
      timer = assert(vim.uv.new_timer()),
    }
    views[source] = view
    scratch.show(view.buffer, mods)
    follow(source)
  end
  refresh(source)
end

return M
