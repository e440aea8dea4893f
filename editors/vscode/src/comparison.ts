/** A recipe on its own target beside another: chosen from the server's, shown as a picture. */

import * as vscode from 'vscode';
import { output } from './discovery';
import { type FromPage, optionsOf, pageOf, type ToPage } from './page';
import type { Pages } from './pages';
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

/** Lets the user choose a target, the newest first; `own` is that of the recipe. */
export async function chooseTarget(
  server: Server,
  own: string | null,
): Promise<string | undefined> {
  if (server.state.kind !== 'running') {
    return undefined;
  }
  const { command, args } = server.state.launch;
  const listed = output(command, [...args, 'targets', 'list', '--output-format', 'json']);
  const items = listed.then((text) => (JSON.parse(text) as Target[]).reverse().map((item) => itemOf(item, own)));
  const options = { title: 'Compare with a target', placeHolder: 'A Megatron-LM release' };
  const chosen = await vscode.window.showQuickPick<vscode.QuickPickItem>(items, options);
  return chosen?.label;
}

function itemOf(target: Target, own: string | null): vscode.QuickPickItem {
  const isOwn = target.target === own;
  return {
    label: target.target,
    description: `${target.symbols.join(' ')}${isOwn ? ' (the target of this recipe)' : ''}`,
    ...(isOwn && { iconPath: new vscode.ThemeIcon('check') }),
    detail: target.pattern_flag,
  };
}

/** The comparisons that are open, each a page of its own beside the editor. */
export class Comparisons implements vscode.Disposable {
  private readonly open = new Map<vscode.WebviewPanel, Comparison>();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly pages: Pages,
  ) {}

  dispose(): void {
    for (const panel of [...this.open.keys()]) {
      panel.dispose();
    }
  }

  show(title: string, comparison: Comparison): void {
    const panel = vscode.window.createWebviewPanel(
      'nam56r.comparison',
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      optionsOf(this.extension),
    );
    this.open.set(panel, comparison);
    this.tell();
    const picture: ToPage = { kind: 'picture', svg: comparison.svg, leads: undefined };
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'preview.svg');
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.kind === 'ready') {
        void panel.webview.postMessage(picture);
      }
    });
    panel.onDidDispose(() => {
      this.open.delete(panel);
      this.tell();
    });
    panel.webview.html = pageOf(panel.webview, this.extension);
  }

  private tell(): void {
    const { size } = this.open;
    void vscode.commands.executeCommand('setContext', 'nam56r.hasComparison', size > 0);
  }

  /** Opens the comparison that is looked at in words, as a page. */
  async inWords(): Promise<void> {
    const active = [...this.open].find(([panel]) => panel.active) ?? [...this.open].at(-1);
    if (!active) {
      throw new Error('Compare a recipe with another target first.');
    }
    const [panel, { markdown }] = active;
    await this.pages.show(panel.title, markdown);
  }
}
