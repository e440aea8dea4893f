/** Markdown of the server's, as rendered pages that nobody can edit: rules, and comparisons. */

import * as vscode from 'vscode';
import { output } from './discovery';
import { messageOf } from './limits';
import type { Server } from './server';

/** The manifest has pages of this scheme opened by the editor for rendered Markdown. */
const SCHEME = 'nam56r-page';
const RENDERED = 'vscode.markdown.preview.editor';
const RULES = '/rules/';
const SUFFIX = '.md';

/** Where the page of a rule is. */
export function pageOfRule(rule: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `${RULES}${rule}${SUFFIX}` });
}

export class Pages implements vscode.Disposable, vscode.TextDocumentContentProvider {
  /** What was written for a page, by its path; the page of a rule is asked for when it is opened. */
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(
    SCHEME,
    this,
  );

  constructor(private readonly server: Server) {}

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  async provideTextDocumentContent({ path }: vscode.Uri): Promise<string> {
    if (path.startsWith(RULES)) {
      return this.rule(path.slice(RULES.length, -SUFFIX.length));
    }
    return this.texts.get(path) ?? 'This page is from an earlier session.';
  }

  /** Opens a page; `title` names its tab. */
  async show(title: string, markdown: string): Promise<void> {
    const path = `/${title.replaceAll('/', '∕')}${SUFFIX}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    this.texts.set(path, markdown);
    this.changed.fire(uri);
    await vscode.commands.executeCommand('vscode.openWith', uri, RENDERED);
  }

  private async rule(name: string): Promise<string> {
    await this.server.start();
    const { state } = this.server;
    if (state.kind !== 'running') {
      return 'The nam56r server does not run, and it has the page of this rule.';
    }
    const { command, args } = state.launch;
    const words = ['explain', name, '--kind', 'rule', '--output-format', 'markdown'];
    try {
      return await output(command, [...args, ...words]);
    } catch (problem) {
      return messageOf(problem);
    }
  }
}
