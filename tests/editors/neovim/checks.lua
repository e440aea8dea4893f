-- What probes are written with: named checks, one line each, and an exit code.
local M = {}

local failed = 0

local function say(line)
  io.stdout:write(line .. '\n')
end

---@param name string
---@param body fun(): string? raises when the check fails; what it returns is shown
function M.check(name, body)
  local ok, note = xpcall(body, debug.traceback)
  if ok then
    say('ok   ' .. name .. (note and ': ' .. note or ''))
  else
    failed = failed + 1
    say('FAIL ' .. name .. ': ' .. note)
  end
end

---The value that `look` gives once it gives one; raises after 15 s.
---@generic T
---@param what string
---@param look fun(): T?
---@return T
function M.eventually(what, look)
  local found
  vim.wait(15000, function()
    found = look()
    return found
  end, 20)
  return found or error('never came: ' .. what, 2)
end

---Raises unless both are the same.
function M.same(got, wanted)
  if not vim.deep_equal(got, wanted) then
    error(('got %s, not %s'):format(vim.inspect(got), vim.inspect(wanted)), 2)
  end
end

---Raises unless a text holds another.
function M.holds(text, wanted)
  if not text:find(wanted, 1, true) then
    error(('%q is not in:\n%s'):format(wanted, text), 2)
  end
end

---The place of a marked text in a buffer: `‸` stands where the place is, the rest is looked for.
---@return integer row, integer column both from 0, in bytes
function M.place(buffer, marked)
  local before, after = unpack(vim.split(marked, '‸', { plain = true }))
  for row, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local start = line:find(before .. after, 1, true)
    if start then
      return row - 1, start - 1 + #before
    end
  end
  error('not in the buffer: ' .. marked, 2)
end

function M.text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end

---End Neovim.
function M.finish()
  say(failed == 0 and 'all passed' or failed .. ' failed')
  vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
end

return M
