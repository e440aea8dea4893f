-- Which buffers the server has something to say about. It looks again itself and is silent where
-- there is nothing; here it is only avoided to start it for every YAML file.
local M = {}

local OWN, SHARED = 'nam56r.toml', 'pyproject.toml'
local MARKERS = { OWN, SHARED, '.git' }
local SUFFIXES = { '%.nam56r%.yaml$', '%.nam56r%.yml$', '%.nam56r%.toml$', '%.nam56r%.json$' }
local MARK = '#%s*nam56r:%s*recipe'
local TABLE = '^%s*%[%[?%s*tool%.nam56r'

---@param lines Iter|string[]
local function any(lines, pattern)
  return vim.iter(lines):any(function(line)
    return line:find(pattern) ~= nil
  end)
end

local function lines_of_file(path)
  local file = io.open(path, 'r')
  if not file then
    return {}
  end
  local lines = vim.split(file:read('*a'), '\n', { plain = true })
  file:close()
  return lines
end

---Whether the project's settings name recipes by patterns. The nearest settings hold alone.
local function project_names_recipes(path)
  local found = vim.fs.find({ OWN, SHARED }, {
    upward = true,
    path = vim.fs.dirname(path),
    type = 'file',
    limit = math.huge,
  })
  for _, settings in ipairs(found) do
    local lines = lines_of_file(settings)
    if vim.fs.basename(settings) == OWN or any(lines, TABLE) then
      return any(lines, '^%s*recipes%s*=')
    end
  end
  return false
end

---Whether the server could have something to say about a buffer.
---@param buffer integer
---@param settings table the values of `nam56r.*`
---@return boolean
function M.concerns(buffer, settings)
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == '' then
    return false -- Neovim sends a name for it that is none, and takes findings for another buffer.
  end
  for _, suffix in ipairs(SUFFIXES) do
    if path:lower():find(suffix) then
      return true
    end
  end
  local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  local name = vim.fs.basename(path)
  return name == OWN
    or (name == SHARED and any(lines, TABLE))
    or settings.detect == true
    or any(lines, MARK)
    or project_names_recipes(path)
end

---The folder of the project, by the same signs as the server's own; nil for a buffer without one.
---@param buffer integer
---@return string?
function M.root(buffer)
  return vim.fs.root(buffer, MARKERS)
end

return M
