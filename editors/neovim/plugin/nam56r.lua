-- Commands and colours. Nothing is started here: see `:help nam56r-setup`.
if vim.g.loaded_nam56r or vim.fn.has('nvim-0.10') == 0 then
  return
end
vim.g.loaded_nam56r = true

local group = vim.api.nvim_create_augroup('nam56r.colours', {})
local function colours()
  require('nam56r.highlights').define()
end
vim.api.nvim_create_autocmd('ColorScheme', { group = group, callback = colours })
vim.api.nvim_create_autocmd('OptionSet', {
  group = group,
  pattern = 'background',
  callback = colours,
})
colours()

vim.api.nvim_create_user_command('Nam56rPlan', function(command)
  require('nam56r.plan').open(0, command.fargs[1], command.mods)
end, {
  nargs = '?',
  complete = function()
    return require('nam56r.plan').FORMATS
  end,
  desc = 'The plan of this recipe, kept current beside it',
})

vim.api.nvim_create_user_command('Nam56rExport', function()
  require('nam56r.commands').export(0)
end, { desc = 'Write the exports of this recipe, as it is in the editor' })

vim.api.nvim_create_user_command('Nam56rCompare', function(command)
  require('nam56r.commands').compare(0, command.fargs[1], command.mods)
end, {
  nargs = 1,
  complete = function(beginning)
    return require('nam56r.commands').complete_targets(beginning)
  end,
  desc = 'This recipe on its own target and on another',
})
