/**
 * The plan as a picture beside the editor. There is one preview; it follows the recipe that is
 * looked at, and its letters and the editor's know each other.
 */

import * as vscode from 'vscode';
import { type FromPage, type Kept, optionsOf, pageOf, type ToPage } from './page';
import type { Letters, Looked, Plans } from './plans';

const VIEW = 'nam56r.plan';

export class Preview implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private shown: Looked | undefined;
  private kept: vscode.TextDocument | undefined;
  /** Of what is shown; on their way while it is new. */
  private letters: Promise<Letters | undefined> = Promise.resolve(undefined);
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly plans: Plans,
  ) {
    this.disposables = [
      plans.onDidChange((looked) => this.update(looked)),
      vscode.window.onDidChangeTextEditorSelection((event) => void this.pointAt(event.textEditor)),
      vscode.window.registerWebviewPanelSerializer(VIEW, this),
    ];
  }

  dispose(): void {
    this.panel?.dispose();
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** Shows the plan of a document beside it, and leaves the cursor where it is. */
  async show(document: vscode.TextDocument): Promise<void> {
    if (this.panel) {
      this.panel.reveal(undefined, true);
    } else {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(
        vscode.window.createWebviewPanel(VIEW, 'Plan', column, optionsOf(this.extension)),
      );
    }
    this.update({ document, plan: await this.plans.of(document) });
  }

  /** A preview that was there before the window was reloaded: it comes back to its recipe. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: Kept | undefined): Promise<void> {
    this.panel?.dispose();
    panel.webview.options = optionsOf(this.extension);
    this.adopt(panel);
    if (kept) {
      const opened = vscode.workspace.openTextDocument(vscode.Uri.parse(kept.uri, true));
      const document = await opened.then(undefined, () => undefined); // It may be gone, and nothing comes back.
      if (this.panel !== panel) {
        return; // Closed, or replaced, meanwhile.
      }
      this.kept = document;
    }
    this.update(this.plans.current);
  }

  /** Shows the recipe that was shown before a reload, as soon as there is a server to ask. */
  private async recall(): Promise<void> {
    const document = this.kept;
    const plan = document && (await this.plans.of(document));
    if (plan && !this.shown?.plan) {
      this.update({ document, plan });
    }
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'preview.svg');
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.kind === 'ready') {
        this.update(this.shown);
      } else {
        void this.reveal(message.letterNumber);
      }
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.shown = undefined;
      this.kept = undefined;
      this.letters = Promise.resolve(undefined);
    });
    panel.webview.html = pageOf(panel.webview, this.extension);
  }

  /** A document without a plan leaves the last one in sight, as long as there is one. */
  private update(looked: Looked | undefined): void {
    if (!this.panel) {
      return;
    }
    if (!looked?.plan) {
      if (!this.shown?.plan) {
        this.say({ kind: 'nothing', sentence: 'Open a recipe to see its plan.' });
        this.recall().catch(() => undefined); // The end of a server is told elsewhere.
      }
      return;
    }
    this.shown = looked;
    this.panel.title = `Plan: ${looked.plan.plan.name ?? nameOf(looked.document)}`;
    const leads = { uri: `${looked.document.uri}` };
    this.say({ kind: 'picture', svg: looked.plan.svg, leads });
    // Without a server there is nobody to ask; its end is told elsewhere.
    this.letters = this.plans.lettersOf(looked.document.uri).catch(() => undefined);
    if (vscode.window.activeTextEditor) {
      void this.pointAt(vscode.window.activeTextEditor);
    }
  }

  /** Marks the boxes of the letter at the cursor. */
  private async pointAt(editor: vscode.TextEditor): Promise<void> {
    const asked = this.letters;
    const letters = await asked;
    if (!this.panel || asked !== this.letters || `${editor.document.uri}` !== `${letters?.uri}`) {
      return;
    }
    const at = letters?.ranges.findIndex(
      (range) =>
        range.contains(editor.selection.active) && !range.end.isEqual(editor.selection.active),
    );
    const found = at !== undefined && at >= 0;
    this.say({ kind: 'letter', letterNumber: found ? at + 1 : undefined });
  }

  /** Selects a letter where it is written, in the editor that shows it already, if one does. */
  private async reveal(letterNumber: number): Promise<void> {
    const letters = await this.letters;
    const range = letters?.ranges[letterNumber - 1];
    if (!letters || !range) {
      return;
    }
    const uri = `${letters.uri}`;
    const open = vscode.window.visibleTextEditors.find(({ document }) => `${document.uri}` === uri);
    await vscode.window.showTextDocument(letters.uri, {
      viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
      selection: range,
    });
  }

  private say(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }
}

function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? '';
}
