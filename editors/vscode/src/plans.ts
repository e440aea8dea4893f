/**
 * The plan of the recipe that is being looked at, as the server sees it, live while it is written.
 */

import * as vscode from 'vscode';
import {
  DocumentLinkRequest,
  DocumentSymbolRequest,
  ExecuteCommandRequest,
  type DocumentSymbol,
} from 'vscode-languageclient/node';
import { messageOf } from './limits';
import { mayBeRecipe } from './recipes';
import type { Server } from './server';

const QUIET_MILLISECONDS = 120;
const DEEPEST_BASE = 16;

/** The answer of `nam56r.showPlan`, as far as it is used here. */
export interface Plan {
  readonly uri: string;
  readonly version: number | null;
  readonly runnable: boolean;
  readonly refusal: string | null;
  readonly status: Readonly<Record<'native' | 'custom' | 'blocked', number>>;
  readonly svg: string;
  readonly plan: { readonly name: string | null; readonly target: string | null };
}

/** The places of a pattern's letters, the first letter first. */
export interface Letters {
  readonly uri: vscode.Uri;
  readonly ranges: readonly vscode.Range[];
}

/** What is looked at: without a plan the document is no recipe, or nobody can say. */
export interface Looked {
  readonly document: vscode.TextDocument;
  readonly plan: Plan | undefined;
}

export class Plans implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Looked | undefined>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[] = [];
  private document: vscode.TextDocument | undefined;
  private looked: Looked | undefined;
  private waiting: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables.push(
      vscode.window.onDidChangeActiveTextEditor((editor) => this.look(editor)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (mayBeRecipe(event.document)) {
          this.soon(); // Of another document too: it may be a base.
        }
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.document) {
          this.look(undefined, true);
        }
      }),
      // New findings without an edit: settings, or a base on disk, have changed.
      vscode.languages.onDidChangeDiagnostics((event) => {
        if (event.uris.some((uri) => `${uri}` === `${this.document?.uri}`)) {
          this.soon();
        }
      }),
      server.onDidChangeState(() => this.soon()),
    );
    this.look(vscode.window.activeTextEditor);
  }

  get current(): Looked | undefined {
    return this.looked;
  }

  dispose(): void {
    clearTimeout(this.waiting);
    this.changed.dispose();
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** The plan of a document; none where it is no recipe, or the server does not run. */
  async of(document: vscode.TextDocument): Promise<Plan | undefined> {
    const { running } = this.server;
    const answer: Plan | null | undefined = await running?.sendRequest(ExecuteCommandRequest.type, {
      command: 'nam56r.showPlan',
      arguments: [`${running.code2ProtocolConverter.asUri(document.uri)}`],
    });
    return answer ?? undefined;
  }

  /** The letters of a document's pattern, or of the base that says it. */
  async lettersOf(uri: vscode.Uri, deep = 0): Promise<Letters | undefined> {
    const client = this.server.running;
    if (!client || deep > DEEPEST_BASE) {
      return undefined;
    }
    await vscode.workspace.openTextDocument(uri); // The server knows what is open.
    const textDocument = { uri: client.code2ProtocolConverter.asUri(uri) };
    const symbols = await client.sendRequest(DocumentSymbolRequest.type, { textDocument });
    const pattern = ((symbols ?? []) as DocumentSymbol[]).find(({ name }) => name === 'pattern');
    if (pattern) {
      const found = pattern.children ?? [];
      return {
        uri,
        ranges: found.map(({ range }) => client.protocol2CodeConverter.asRange(range)),
      };
    }
    // Of several bases the last one wins.
    const links = await client.sendRequest(DocumentLinkRequest.type, { textDocument });
    for (const link of [...(links ?? [])].reverse()) {
      const target = link.target && client.protocol2CodeConverter.asUri(link.target);
      const letters = target && (await this.lettersOf(target, deep + 1));
      if (letters) {
        return letters;
      }
    }
    return undefined;
  }

  /** Another editor is looked at. None (a preview, a terminal) leaves what was looked at. */
  private look(editor: vscode.TextEditor | undefined, closed = false): void {
    if (!editor && !closed) {
      return;
    }
    const document = editor?.document;
    if (document && !closed && !['file', 'untitled'].includes(document.uri.scheme)) {
      return; // An output panel, a diff: not a document that somebody turned to.
    }
    this.document = document && mayBeRecipe(document) ? document : undefined;
    void this.refresh();
  }

  private soon(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.refresh(), QUIET_MILLISECONDS);
  }

  private async refresh(): Promise<void> {
    const document = this.document;
    let plan: Plan | undefined;
    try {
      plan = document && (await this.of(document));
    } catch (problem) {
      this.log.warn(`no plan of ${document?.uri}: ${messageOf(problem)}`);
      if (this.looked?.document === document) {
        return; // Not the word that this is no recipe: what was seen last stays.
      }
    }
    if (document !== this.document || (plan && plan.version !== document?.version)) {
      return; // Overtaken: the next answer is on its way.
    }
    this.looked = document && { document, plan };
    this.changed.fire(this.looked);
  }
}
