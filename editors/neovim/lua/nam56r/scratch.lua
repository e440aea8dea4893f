-- Windows for text that was made and is not edited.
local M = {}

local PLAIN =
  { wrap = false, number = false, relativenumber = false, signcolumn = 'no', list = false }

---A buffer that is gone when its window is closed; `q` closes it.
---@param name string
---@param filetype string
---@return integer
function M.create(name, filetype)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buffer, name)
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].filetype = filetype
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close this window' })
  return buffer
end

---Show a buffer in a window of its own, if it has none; the cursor stays where it is.
---@param buffer integer
---@param mods? string such as `vertical`
function M.show(buffer, mods)
  if vim.fn.bufwinid(buffer) ~= -1 then
    return
  end
  local here = vim.api.nvim_get_current_win()
  vim.cmd((mods and mods ~= '' and mods or 'belowright') .. ' sbuffer ' .. buffer)
  local window = vim.api.nvim_get_current_win()
  for option, value in pairs(PLAIN) do
    vim.api.nvim_set_option_value(option, value, { win = window, scope = 'local' })
  end
  vim.api.nvim_set_current_win(here)
end

---Replace the text of a buffer, if it is still there.
---@param buffer integer
---@param text string
function M.fill(buffer, text)
  if not vim.api.nvim_buf_is_valid(buffer) then
    return
  end
  local lines = vim.split(vim.trim(text), '\n', { plain = true })
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].modified = false
end

return M
