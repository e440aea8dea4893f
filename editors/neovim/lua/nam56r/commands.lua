-- `:Nam56rExport` and `:Nam56rCompare`, which the server answers: for the text as it is in the
-- editor.
local client = require('nam56r.client')
local plan = require('nam56r.plan')
local scratch = require('nam56r.scratch')

local M = {}

local PATIENCE = 5000 -- milliseconds that the releases may take to be listed

---Write the exports of a recipe. The server says itself how many files there are, and whether they
---are runnable; their paths are in the message history.
---@param buffer integer
function M.export(buffer)
  local source = plan.source_of(buffer)
  if not source then
    return
  end
  client.execute(source, 'nam56r.export', {}, function(result)
    for _, uri in ipairs(result.written) do
      client.tell('written: ' .. vim.fn.fnamemodify(vim.uri_to_fname(uri), ':~:.'))
    end
  end)
end

---Show what changes when a recipe goes to another target.
---@param buffer integer
---@param target string
---@param mods? string such as `vertical`
function M.compare(buffer, target, mods)
  local source = plan.source_of(buffer)
  if not source then
    return
  end
  client.execute(source, 'nam56r.compareTargets', { target }, function(result)
    local name = ('nam56r://compare/%d/%s'):format(source, target)
    local known = vim.fn.bufnr('^' .. vim.fn.escape(name, '[]*?.') .. '$')
    local view = known ~= -1 and known or scratch.create(name, 'markdown')
    scratch.fill(view, result.markdown)
    scratch.show(view, mods)
  end)
end

---The releases whose names begin like this.
---@param beginning string
---@return string[]
function M.complete_targets(beginning)
  local line = client.command_line({ 'targets', '--output-format', 'json' })
  local ran, result = pcall(function()
    return vim.system(line, { text = true }):wait(PATIENCE)
  end)
  if not ran or result.code ~= 0 then
    return {}
  end
  return vim
    .iter(vim.json.decode(result.stdout))
    :map(function(release)
      return release.target
    end)
    :filter(function(target)
      return vim.startswith(target, beginning)
    end)
    :totable()
end

return M
