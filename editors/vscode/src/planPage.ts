/**
 * One page with a plan: its letters and the editor's know each other. A page that is kept stays with
 * its recipe; the other follows the recipe that is looked at.
 */

import * as vscode from 'vscode';
import { type FromPage, type Kept, optionsOf, pageOf, type ToPage } from './page';
import type { Letters, Looked, Plan, Plans } from './plans';

export class PlanPage {
  shown: { readonly document: vscode.TextDocument; readonly plan: Plan } | undefined;
  isKept = false;
  isClosed = false;
  /** Of what is shown; on their way while it is new. */
  private letters: Promise<Letters | undefined> = Promise.resolve(undefined);

  constructor(
    readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly plans: Plans,
    private readonly ready: (page: PlanPage) => void,
  ) {
    panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'preview.svg');
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.kind === 'ready') {
        this.becomeReady();
      } else {
        void this.reveal(message.letterNumber);
      }
    });
    panel.onDidDispose(() => {
      this.isClosed = true;
    });
    panel.webview.options = optionsOf(extension);
    panel.webview.html = pageOf(panel.webview, extension);
  }

  /** Shows the plan of a document; a document without one leaves the last one in sight. */
  update(looked: Looked | undefined): void {
    if (this.isClosed) {
      return;
    }
    if (!looked?.plan) {
      if (!this.shown) {
        this.say({ kind: 'nothing', sentence: 'Open a recipe to see its plan.' });
      }
      return;
    }
    const { document, plan } = looked;
    this.shown = { document, plan };
    this.panel.title = `Plan: ${plan.plan.name ?? nameOf(document)}${this.isKept ? ' (kept)' : ''}`;
    this.say({ kind: 'picture', svg: plan.svg, leads: this.state(document) });
    // Without a server there is nobody to ask; its end is told elsewhere.
    this.letters = this.plans.lettersOf(document.uri).catch(() => undefined);
    if (vscode.window.activeTextEditor) {
      void this.pointAt(vscode.window.activeTextEditor);
    }
  }

  /** Stays with the recipe that is shown. */
  keep(): void {
    this.isKept = true;
    this.update(this.shown);
  }

  /** Marks the boxes of the letter at the cursor, or of the first letter that is selected. */
  async pointAt(editor: vscode.TextEditor): Promise<void> {
    const asked = this.letters;
    const letters = await asked;
    if (
      this.isClosed ||
      asked !== this.letters ||
      `${editor.document.uri}` !== `${letters?.uri}`
    ) {
      return;
    }
    // The cursor is at the end of a selection that a click on a layer has made.
    const place = editor.selection.start;
    const at = letters?.ranges.findIndex(
      (range) => range.contains(place) && !range.end.isEqual(place),
    );
    const found = at !== undefined && at >= 0;
    this.say({ kind: 'letter', letterNumber: found ? at + 1 : undefined });
  }

  private becomeReady(): void {
    this.update(this.shown);
    if (!this.shown) {
      this.ready(this);
    }
  }

  private state(document: vscode.TextDocument): Kept {
    return { uri: `${document.uri}`, isKept: this.isKept };
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
    void this.panel.webview.postMessage(message);
  }
}

function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? '';
}
