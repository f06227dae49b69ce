-- Opens an estimation file, asks the server what an editor asks, and writes the answers as JSON. Run by neovim.test.ts.
local folder, server, out = vim.env.LIVELIHOOD_FOLDER, vim.env.LIVELIHOOD_SERVER, vim.env.LIVELIHOOD_OUT
vim.cmd('edit ' .. folder .. '/coin.fit.yaml')
local id = vim.lsp.start_client({
  name = 'livelihood',
  cmd = { 'node', server, '--stdio' },
  root_dir = folder,
  get_language_id = function() return 'estimation' end,
})
vim.lsp.buf_attach_client(0, id)
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 20)

local document = vim.lsp.util.make_text_document_params()

--- The answer to one request about a place.
local function ask(method, line, character, more)
  local params = vim.tbl_extend('force', { textDocument = document, position = { line = line, character = character } }, more or {})
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 60000) or {}) do
    return answer.result
  end
end

local place = { start = { line = 2, character = 15 }, ['end'] = { line = 2, character = 15 } }
local answers = {
  diagnostics = vim.tbl_map(function(each) return each.message end, vim.diagnostic.get(0)),
  hover = ask('textDocument/hover', 2, 15),
  completion = ask('textDocument/completion', 1, 14),
  actions = ask('textDocument/codeAction', 2, 15, { range = place, context = { diagnostics = {} } }),
}
vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', 2, 15, { newName = 'p' }), 'utf-16')
answers.renamed = vim.api.nvim_buf_get_lines(0, 0, -1, false)
vim.fn.writefile({ vim.fn.json_encode(answers) }, out)
vim.cmd('qa!')
