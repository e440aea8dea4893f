/**
 * The interpreter that the Python extension has selected, where there is one. It is asked, not
 * needed: when it fails, or takes its time, the search goes on without it.
 */

import * as vscode from 'vscode';
import { messageOf, TooLate, within } from './limits';

const PYTHON_EXTENSION = 'ms-python.python';
const PATIENCE_MILLISECONDS = 5_000;

/** The part of its interface that is used. */
interface Environments {
  getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
  resolveEnvironment(environment: {
    readonly path: string;
  }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  readonly onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
}

export class Python implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Another environment may be selected now. It is listened for once the first was asked for. */
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[] = [this.changed];
  private isListening = false;
  private wasLate = false;

  constructor(private readonly log: vscode.LogOutputChannel) {}

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** The executable of the selected environment. This starts the Python extension. */
  async selected(): Promise<string | undefined> {
    const asked = this.ask();
    try {
      return await within(PATIENCE_MILLISECONDS, asked);
    } catch (problem) {
      this.log.warn(`the Python extension names no environment: ${messageOf(problem)}`);
      if (problem instanceof TooLate && !this.wasLate) {
        this.wasLate = true;
        asked.then(
          (found) => found && this.changed.fire(),
          () => undefined, // Too late and in vain: it was told.
        );
      }
      return undefined;
    }
  }

  private async ask(): Promise<string | undefined> {
    const extension = vscode.extensions.getExtension<{ readonly environments?: Environments }>(
      PYTHON_EXTENSION,
    );
    const environments = (await extension?.activate())?.environments;
    if (!environments) {
      return undefined;
    }
    if (!this.isListening && environments.onDidChangeActiveEnvironmentPath) {
      this.isListening = true;
      this.disposables.push(
        environments.onDidChangeActiveEnvironmentPath(() => this.changed.fire()),
      );
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const active = environments.getActiveEnvironmentPath(folder);
    return (await environments.resolveEnvironment(active))?.executable.uri?.fsPath;
  }
}
