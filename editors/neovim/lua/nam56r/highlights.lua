-- How letters look: the family is the colour, the status is a shape (bold, bold and underlined,
-- italic), so that nothing is said by colour alone. Each is one group that a colour scheme or a user
-- may define; theirs wins.
local M = {}

-- The colours of the pictures that `nam56r plan` draws, for dark and for light grounds, each with
-- the nearest one of 256.
local FAMILIES = {
  Attention = { dark = { '#73bfeb', 74 }, light = { '#407a9c', 24 } },
  Moe = { dark = { '#e6af31', 178 }, light = { '#966d10', 94 } },
  Mamba = { dark = { '#2eae8d', 36 }, light = { '#0c6d55', 23 } },
  Recurrent = { dark = { '#d190b6', 175 }, light = { '#875774', 96 } },
  GatedDeltaNet = { dark = { '#d87b31', 172 }, light = { '#8c4610', 130 } },
  Mlp = { dark = { '#a095dd', 140 }, light = { '#625a92', 60 } },
  UnknownLayer = { dark = { '#949ba2', 247 }, light = { '#595e65', 59 } },
  StageBreak = { link = 'Delimiter' },
}

local STATUSES = {
  Native = { bold = true, cterm = { bold = true } },
  Custom = { bold = true, underline = true, cterm = { bold = true, underline = true } },
  Blocked = { italic = true, cterm = { italic = true } },
}

-- The names that the server gives families, by ours.
local function token_type(family)
  return family:sub(1, 1):lower() .. family:sub(2)
end

local defined = {} -- what stood in each group after we set it

local function look_of_family(family)
  local look = FAMILIES[family]
  if look.link then
    return { link = look.link }
  end
  local shade = look[vim.o.background]
  return { fg = shade[1], ctermfg = shade[2] }
end

---Define a group, unless somebody else has.
local function set(group, look)
  local now = vim.api.nvim_get_hl(0, { name = group })
  if not vim.tbl_isempty(now) and not vim.deep_equal(now, defined[group]) then
    return
  end
  vim.api.nvim_set_hl(0, group, look)
  defined[group] = vim.api.nvim_get_hl(0, { name = group })
end

---Define every group for the present colour scheme and background.
function M.define()
  for status, look in pairs(STATUSES) do
    set('Nam56r' .. status, look)
  end
  for family in pairs(FAMILIES) do
    set('Nam56r' .. family, look_of_family(family))
    local token = token_type(family)
    set('@lsp.type.' .. token, { link = 'Nam56r' .. family })
    for status in pairs(STATUSES) do
      -- Laid over the colour of the family, which it does not touch.
      set(('@lsp.typemod.%s.%s'):format(token, status:lower()), { link = 'Nam56r' .. status })
    end
  end
end

return M
