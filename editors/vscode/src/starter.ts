/** A new recipe: what `nam56r init` writes, in an editor, not yet on disk. */

import * as vscode from 'vscode';
import { output } from './discovery';
import type { Server } from './server';

const TEMPLATES = [
  {
    label: 'native',
    description: "attention, experts and Megatron's own Mamba-2; needs no code",
  },
  {
    label: 'custom',
    description: 'an authored Mamba-3 and a recurrent tail, with their seams',
  },
  { label: 'nam56r', description: 'the NAM56R model, with every seam declared' },
] as const;

export async function newRecipe(server: Server): Promise<void> {
  const template = await vscode.window.showQuickPick(TEMPLATES, {
    title: 'New recipe',
    placeHolder: 'What to start from',
  });
  if (!template || server.state.kind !== 'running') {
    return;
  }
  const { command, args } = server.state.launch;
  const text = await output(command, [...args, 'init', '--stdout', '--template', template.label]);
  const document = await vscode.workspace.openTextDocument(await freeName());
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
}

/** A name of a recipe that no file of the folder has yet; saving goes there. */
async function freeName(): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  for (let number = 1; ; number += 1) {
    const name = `recipe${number > 1 ? `-${number}` : ''}.nam56r.yaml`;
    const untitled = folder
      ? vscode.Uri.joinPath(folder, name).with({ scheme: 'untitled' })
      : vscode.Uri.from({ scheme: 'untitled', path: name });
    const taken = vscode.workspace.textDocuments.some(
      (document) => document.uri.path === untitled.path,
    );
    if (!taken && !(folder && (await exists(vscode.Uri.joinPath(folder, name))))) {
      return untitled;
    }
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
