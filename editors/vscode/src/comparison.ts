/** A recipe on its own target beside another: chosen from the server's targets, shown as a picture. */

import * as vscode from 'vscode';
import { output } from './discovery';
import { optionsOf, pageOf, type ToPage } from './page';
import type { Server } from './server';

/** The answer of `nam56r.compareTargets`, as far as it is used here. */
export interface Comparison {
  readonly markdown: string;
  readonly svg: string;
}

/** The part of `nam56r targets list --output-format json` that is shown. */
interface Target {
  readonly target: string;
  readonly symbols: readonly string[];
  readonly pattern_flag: string;
}

/** Lets the user choose a target, the newest first. */
export async function chooseTarget(server: Server): Promise<string | undefined> {
  if (server.state.kind !== 'running') {
    return undefined;
  }
  const { command, args } = server.state.launch;
  const listed = output(command, [...args, 'targets', 'list', '--output-format', 'json']);
  const items = listed.then((text) => (JSON.parse(text) as Target[]).reverse().map(itemOf));
  const options = { title: 'Compare with a target', placeHolder: 'A Megatron-LM release' };
  const chosen = await vscode.window.showQuickPick<vscode.QuickPickItem>(items, options);
  return chosen?.label;
}

function itemOf(target: Target): vscode.QuickPickItem {
  return {
    label: target.target,
    description: target.symbols.join(' '),
    detail: target.pattern_flag,
  };
}

/** Opens a comparison beside the editor; each is a page of its own. */
export function showComparison(
  extension: vscode.Uri,
  title: string,
  comparison: Comparison,
): vscode.WebviewPanel {
  const panel = vscode.window.createWebviewPanel(
    'nam56r.comparison',
    title,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    optionsOf(extension),
  );
  panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'preview.svg');
  const picture: ToPage = { kind: 'picture', svg: comparison.svg };
  panel.webview.onDidReceiveMessage((message: { readonly kind: string }) => {
    if (message.kind === 'ready') {
      void panel.webview.postMessage(picture);
    }
  });
  panel.webview.html = pageOf(panel.webview, extension);
  return panel;
}

/** Opens the comparison in words, as a new document. */
export async function showWords(comparison: Comparison): Promise<void> {
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: comparison.markdown,
    }),
    { viewColumn: vscode.ViewColumn.Beside, preview: true },
  );
}
