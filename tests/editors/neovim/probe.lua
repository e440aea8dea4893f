-- The plugin by Neovim's own API, in the order in which somebody would use it. Run when Neovim has
-- started on letters.nam56r.yaml.
package.path = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2)) .. '/?.lua;' .. package.path
local checks = require('checks')
local check, eventually, same, holds, place =
  checks.check, checks.eventually, checks.same, checks.holds, checks.place

local recipe = vim.api.nvim_get_current_buf()
local client

local function put_cursor(marked)
  local row, column = place(recipe, marked)
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
  return row, column
end

local function request(method, params)
  local ask = vim.fn.has('nvim-0.11') == 1 and client.request_sync
    or function(_, ...)
      return client.request_sync(...)
    end
  local answer = assert(ask(client, method, params, 15000, recipe))
  return answer.err and error(vim.inspect(answer.err)) or answer.result
end

local function position(marked)
  put_cursor(marked)
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

---What diagnostics say, and the very text that they stand under.
local function findings()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(recipe)) do
    local text = vim.api.nvim_buf_get_text(
      recipe,
      diagnostic.lnum,
      diagnostic.col,
      diagnostic.end_lnum,
      diagnostic.end_col,
      {}
    )
    found[diagnostic.code] =
      { line = diagnostic.lnum, column = diagnostic.col, text = table.concat(text, '\n') }
  end
  return found
end

local function shown(name)
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    local buffer = vim.api.nvim_win_get_buf(window)
    if vim.api.nvim_buf_get_name(buffer):find(name, 1, true) then
      return buffer
    end
  end
end

check('the server is started for a recipe, in its project', function()
  client = eventually('a client', function()
    local found = vim.lsp.get_clients({ bufnr = recipe })[1]
    return found and found.initialized and found
  end)
  same(client.name, 'nam56r')
  same(vim.uv.fs_realpath(client.config.root_dir), vim.uv.fs_realpath(vim.fn.getcwd()))
  same(vim.bo[recipe].filetype, 'yaml')
  return client.offset_encoding
end)

check('findings stand under their very text', function()
  eventually('findings', function()
    return #vim.diagnostic.get(recipe) == 2
  end)
  local row, column = place(recipe, 'pattern: AEM‸R')
  same(findings()['unresolved-layer'], { line = row, column = column, text = 'R' })
  row, column = place(recipe, '"é😀", ‸cary')
  same(findings()['unknown-key'], { line = row, column = column, text = 'cary' })
end)

check('hover explains a letter', function()
  put_cursor('pattern: AEM‸R')
  vim.lsp.buf.hover()
  local float = eventually('a window', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return window
      end
    end
  end)
  local text = checks.text(vim.api.nvim_win_get_buf(float))
  vim.api.nvim_win_close(float, true)
  holds(text, 'M2RNN')
  holds(text, 'blocked')
end)

check('hover explains a key behind wide characters', function()
  -- Short, so that a column that is counted wrongly is beside it.
  local hover = request('textDocument/hover', position('module: my.specs, na‸me'))
  holds(hover.contents.value, '`seams.stack_spec.name`')
end)

check('completion offers the keys of the section', function()
  local row = place(recipe, '‸model:')
  vim.api.nvim_buf_set_lines(recipe, row + 1, row + 1, false, { '  swig' })
  local answer = request('textDocument/completion', position('  swig‸'))
  local labels = vim.tbl_map(function(item)
    return item.label
  end, answer.items or answer)
  vim.api.nvim_buf_set_lines(recipe, row + 1, row + 2, false, {})
  assert(vim.list_contains(labels, 'swiglu'), vim.inspect(labels))
end)

check('a key that is being typed costs no other finding', function()
  local last = vim.api.nvim_buf_line_count(recipe)
  vim.api.nvim_buf_set_lines(recipe, last, last, false, { 'swig' })
  eventually('its own finding', function()
    return findings()['syntax-error']
  end)
  assert(findings()['unresolved-layer'] and findings()['unknown-key'], vim.inspect(findings()))
  vim.api.nvim_buf_set_lines(recipe, last, last + 1, false, {})
  eventually('two findings', function()
    return #vim.diagnostic.get(recipe) == 2
  end)
end)

check('each letter has the colour of its family and the shape of its status', function()
  local function token(marked)
    local row, column = place(recipe, marked)
    local found = eventually('a token at ' .. marked, function()
      -- 0.12 counts the token before as one at this place, too.
      local near = vim.lsp.semantic_tokens.get_at_pos(recipe, row, column) or {}
      return vim.iter(near):find(function(one)
        return one.start_col == column
      end)
    end)
    return { found.type, vim.tbl_keys(found.modifiers)[1] }
  end
  same(token('pattern: ‸AEMR'), { 'attention', 'native' })
  same(token('pattern: A‸EMR'), { 'moe', 'native' })
  same(token('pattern: AE‸MR'), { 'mamba', 'custom' })
  same(token('pattern: AEM‸R'), { 'recurrent', 'blocked' })

  local function look(group)
    return vim.api.nvim_get_hl(0, { name = group, link = false })
  end
  local colours = {}
  local families =
    { 'attention', 'moe', 'mamba', 'recurrent', 'gatedDeltaNet', 'mlp', 'unknownLayer' }
  for _, family in ipairs(families) do
    local colour = assert(look('@lsp.type.' .. family).fg, family .. ' has no colour')
    assert(not colours[colour], family .. ' looks like ' .. tostring(colours[colour]))
    colours[colour] = family
  end
  local native = look('@lsp.typemod.attention.native')
  local custom, blocked = look('@lsp.typemod.mamba.custom'), look('@lsp.typemod.recurrent.blocked')
  assert(native.bold and not native.underline and not native.fg, vim.inspect(native))
  assert(custom.bold and custom.underline and not custom.fg, vim.inspect(custom))
  assert(blocked.italic and not blocked.bold and not blocked.fg, vim.inspect(blocked))
end)

check('colours follow the background, but not over those of the user', function()
  local function colour(group)
    return vim.api.nvim_get_hl(0, { name = group }).fg
  end
  vim.api.nvim_set_hl(0, 'Nam56rMoe', { fg = '#123456' })
  local dark = colour('Nam56rAttention')
  vim.o.background = 'light'
  assert(colour('Nam56rAttention') ~= dark, 'the same on light ground')
  same(colour('Nam56rMoe'), tonumber('123456', 16))
  vim.o.background = 'dark'
  same(colour('Nam56rAttention'), dark)
  vim.cmd.colorscheme('habamax')
  same(colour('Nam56rAttention'), dark)
end)

check('inlay hints count layers', function()
  local hints = eventually('hints', function()
    local found = vim.lsp.inlay_hint.get({ bufnr = recipe })
    return #found > 0 and found
  end)
  assert(vim.lsp.inlay_hint.is_enabled({ bufnr = recipe }))
  local label = hints[1].inlay_hint.label
  local text = type(label) == 'string' and label or label[1].value
  same(text, '2 A · 2 E · 2 M · 2 R') -- and nothing longer, which would push the text aside
  return text
end)

check('the lens opens the plan', function()
  local row = place(recipe, '‸# For')
  eventually('lenses', function()
    return #vim.lsp.codelens.get(vim.fn.has('nvim-0.12') == 1 and { bufnr = recipe } or recipe) > 0
  end)
  vim.api.nvim_win_set_cursor(0, { row + 1, 0 })
  local asked
  vim.ui.select = function(choices, options, choose)
    for index, choice in ipairs(choices) do
      local words = options.format_item and options.format_item(choice) or vim.inspect(choice)
      if words:lower():find('plan', 1, true) then
        asked = words
        return choose(choice, index)
      end
    end
  end
  vim.lsp.codelens.run()
  local plan = eventually('the plan', function()
    return shown('nam56r://plan/')
  end)
  vim.cmd.bwipeout(plan)
  return asked
end)

local plan
check(':Nam56rPlan shows the plan and leaves the cursor where it is', function()
  vim.cmd('Nam56rPlan')
  same(vim.api.nvim_get_current_buf(), recipe)
  plan = eventually('the plan', function()
    return shown('nam56r://plan/')
  end)
  eventually('a blocked plan', function()
    return checks.text(plan):find('NOT RUNNABLE: 2 of 8 layers are blocked', 1, true)
  end)
  holds(checks.text(plan), 'blocked ○')
  same(vim.bo[plan].modifiable, false)
  vim.cmd('Nam56rPlan strip')
  eventually('the strip', function()
    return checks.text(plan):find('A E M R A E M R', 1, true)
  end)
end)

check('the commands in the plan are about the recipe', function()
  local window = vim.fn.bufwinid(plan)
  vim.fn.win_execute(window, 'Nam56rPlan table')
  eventually('the table again', function()
    return checks.text(plan):find('NOT RUNNABLE: 2 of 8 layers are blocked', 1, true)
      and not checks.text(plan):find('A E M R A E M R', 1, true)
  end)
  same(#vim.api.nvim_list_wins(), 2)
  vim.cmd.new()
  vim.cmd('Nam56rPlan')
  eventually('a sentence', function()
    return vim.fn.execute('messages'):find('this is no recipe', 1, true)
  end)
  same(#vim.api.nvim_list_wins(), 3)
  vim.cmd.bwipeout()
  vim.fn.win_gotoid(vim.fn.bufwinid(recipe))
end)

check('a code action renames the key', function()
  put_cursor('"é😀", c‸ary')
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title == 'Rename `seams.cary` to `carry`'
    end,
  })
  eventually('the edit', function()
    return checks.text(recipe):find('"é😀", carry: {}', 1, true)
  end)
  eventually('fewer findings', function()
    return findings()['unknown-key'] == nil and findings()['unresolved-layer'] ~= nil
  end)
end)

check('findings and plan follow an edit that is not saved', function()
  local row, column = place(recipe, 'carry: {‸}')
  vim.api.nvim_buf_set_text(recipe, row, column, row, column, { 'R: M' })
  -- Neovim sends this itself while somebody types; nobody does here.
  vim.api.nvim_exec_autocmds('TextChanged', { buffer = recipe })
  eventually('no findings', function()
    return #vim.diagnostic.get(recipe) == 0
  end)
  eventually('a runnable plan', function()
    return checks.text(plan):find('\nrunnable', 1, true)
  end)
  assert(vim.bo[recipe].modified)
end)

check('the plan goes with its window', function()
  vim.cmd.bwipeout(plan)
  vim.api.nvim_exec_autocmds('TextChanged', { buffer = recipe })
end)

check(':Nam56rExport writes what is in the editor', function()
  vim.cmd('Nam56rExport')
  local path = vim.fn.getcwd() .. '/exports/letters.bundle.json'
  eventually('the bundle', function()
    return vim.uv.fs_stat(path)
  end)
  local bundle = vim.json.decode(table.concat(vim.fn.readfile(path), '\n'))
  same(bundle.runnable, true)
  eventually('the message', function()
    return vim.fn.execute('messages'):find('exports/letters.bundle.json', 1, true)
  end)
end)

check(':Nam56rCompare knows the targets and shows what changes', function()
  local targets = vim.fn.getcompletion('Nam56rCompare core_v0.18', 'cmdline')
  same(#targets, 1)
  vim.cmd('Nam56rCompare ' .. targets[1])
  local comparison = eventually('the comparison', function()
    return shown('nam56r://compare/')
  end)
  holds(checks.text(comparison), '# 0.19.0 → 0.18.2')
  same(vim.bo[comparison].filetype, 'markdown')
  vim.cmd('Nam56rCompare ' .. targets[1]) -- again: the same window
  same(#vim.api.nvim_list_wins(), 2)
  vim.cmd.bwipeout(comparison)
end)

check(':checkhealth nam56r is content', function()
  vim.cmd('checkhealth nam56r')
  local text = checks.text(0)
  holds(text, 'serves letters.nam56r.yaml')
  assert(text:find('nam56r %d+%.%d+') and not text:find('WARNING') and not text:find('ERROR'), text)
  vim.cmd.bwipeout()
end)

check(':checkhealth nam56r says what is missing', function()
  local config = require('nam56r.client').config
  require('nam56r.client').config = function()
    return { cmd = { 'no-such-command', 'server' } }
  end
  vim.cmd('checkhealth nam56r')
  local text = checks.text(0)
  require('nam56r.client').config = config
  holds(text, '`no-such-command` is not found')
  vim.cmd.bwipeout()
end)

check(':help nam56r is found', function()
  -- As the page tells those without a plugin manager; the path there is that of an example.
  local page = table.concat(vim.fn.readfile(vim.env.NAM56R_PLUGIN .. '/README.md'), '\n')
  local command = assert(page:match('`:(helptags [^`]+)`'), 'the page names no command')
  vim.cmd((command:gsub('/path/to/nam56r/editors/neovim', vim.env.NAM56R_PLUGIN)))
  local topics = { 'nam56r', 'nam56r-setup', ':Nam56rPlan', ':Nam56rExport', ':Nam56rCompare' }
  for _, topic in ipairs(topics) do
    vim.cmd.help(topic)
    same(vim.fs.basename(vim.api.nvim_buf_get_name(0)), 'nam56r.txt')
    vim.cmd.helpclose()
  end
end)

check('other files are left alone', function()
  vim.cmd.edit('ordinary.yaml')
  local ordinary = vim.api.nvim_get_current_buf()
  same(vim.bo.filetype, 'yaml')
  -- What starts a server for this buffer would have done so for one that is opened after it.
  vim.cmd.edit('marked.yaml')
  eventually('a client for the marked file', function()
    return #vim.lsp.get_clients({ bufnr = 0 }) > 0
  end)
  same(#vim.lsp.get_clients({ bufnr = ordinary }), 0)
  -- Also when it is made to look at it, the server is silent.
  vim.lsp.buf_attach_client(ordinary, client.id)
  recipe = ordinary
  local hover = request('textDocument/hover', {
    textDocument = vim.lsp.util.make_text_document_params(ordinary),
    position = { line = place(ordinary, '‸pattern'), character = 0 },
  })
  same(hover or vim.NIL, vim.NIL)
  same(vim.diagnostic.get(ordinary), {})
end)

check('a mistake in the settings is shown where it stands', function()
  vim.fn.writefile({ 'ignore = ["no-such-rule"]' }, 'sub/nam56r.toml')
  vim.cmd.edit('sub/nam56r.toml')
  local buffer = vim.api.nvim_get_current_buf()
  local found = eventually('a finding', function()
    return vim.diagnostic.get(buffer)[1]
  end)
  holds(found.message, 'no-such-rule')
  vim.fn.writefile({ 'recipes = ["*.yaml"]' }, 'sub/nam56r.toml')
  vim.cmd.edit('sub/named-by-settings.yaml')
  eventually('a client', function()
    return #vim.lsp.get_clients({ bufnr = 0 }) > 0
  end)
end)

check('the server ends', function()
  vim.lsp.stop_client(vim.lsp.get_clients())
  eventually('no client', function()
    return #vim.lsp.get_clients() == 0
  end)
end)

checks.finish()
