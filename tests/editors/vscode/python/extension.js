// The part of the Python extension's interface that ours uses. The file `mode` beside this one says
// how it behaves: `hang` never starts, `throw` fails at every question, anything else is the path of
// the selected interpreter. A change of the file is a change of the selection.
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const file = path.join(__dirname, 'mode');
const mode = () => fs.readFileSync(file, 'utf8').trim();

exports.activate = async (context) => {
  fs.writeFileSync(path.join(__dirname, 'activated'), '');
  if (mode() === 'hang') {
    return new Promise(() => {});
  }
  const changed = new vscode.EventEmitter();
  fs.watchFile(file, { interval: 200 }, () => changed.fire());
  context.subscriptions.push({ dispose: () => fs.unwatchFile(file) });
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ path: 'selected' }),
      resolveEnvironment: async () => {
        if (mode() === 'throw') {
          throw new Error('boom');
        }
        return { executable: { uri: vscode.Uri.file(mode()) } };
      },
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
};
