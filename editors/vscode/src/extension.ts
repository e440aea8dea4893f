/** Puts the parts together. Nothing here waits for the server. */

import * as vscode from 'vscode';
import type { Range } from 'vscode-languageclient/node';
import { actionsIn } from './actions';
import { registerCommands } from './commands';
import { Comparisons } from './comparison';
import { Pages } from './pages';
import { Plans } from './plans';
import { Preview } from './preview';
import { Python } from './python';
import { examined, hasRecipes, holdsSettings, isOurs, makesRecipe } from './recipes';
import { Server } from './server';
import { StatusBar } from './status';

const SILENCED = 'withoutServer.silenced';
/** Settings that decide which server runs. */
const LAUNCH_SETTINGS = ['nam56r.path', 'nam56r.interpreter'];

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('nam56r', { log: true });
  const python = new Python(log);
  const running = new Server(log, python);
  server = running;
  const plans = new Plans(running, log);
  const preview = new Preview(context.extensionUri, plans);
  const pages = new Pages(running);
  const comparisons = new Comparisons(context.extensionUri, pages);
  const status = new StatusBar(running, plans);
  context.subscriptions.push(log, python, running, plans, preview, pages, comparisons, status);
  context.subscriptions.push(
    ...registerCommands({ context, log, server: running, plans, preview, comparisons }),
  );
  context.subscriptions.push(vscode.commands.registerCommand('nam56r.showPlace', showPlace));
  startWhenNeeded(context, running);
  restartWhenMoved(context, running, python);
  tellOnce(context, running);
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** Selects what a code action has left to write; ranges are those of the protocol. */
async function showPlace(uri: string, { start, end }: Range): Promise<void> {
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { selection });
}

/** No process is started in a window without a recipe. */
function startWhenNeeded(context: vscode.ExtensionContext, running: Server): void {
  const start = (isNeeded: boolean): void => {
    if (isNeeded) {
      void running.start();
    }
  };
  const lookAround = (): void => {
    if (running.state.kind === 'idle') {
      void hasRecipes().then(start);
    }
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument((document) => void examined(document).then(start)),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (running.state.kind === 'idle') {
        start(makesRecipe(event));
      }
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (holdsSettings(document)) {
        lookAround(); // They may name recipes now.
      } else {
        void examined(document).then(start); // It may have got a name.
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(lookAround),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('nam56r.detect')) {
        lookAround();
      }
    }),
  );
  lookAround();
}

/** Another server may be the right one: after a setting, an environment, or trust has changed. */
function restartWhenMoved(
  context: vscode.ExtensionContext,
  running: Server,
  python: Python,
): void {
  const again = (): void => {
    if (running.state.kind !== 'idle') {
      void running.restart();
    }
  };
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (LAUNCH_SETTINGS.some((setting) => event.affectsConfiguration(setting))) {
        again();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    python.onDidChange(again),
  );
}

/** A sentence, once a window, when there is no server for a recipe; none after "Don't Show Again". */
function tellOnce(context: vscode.ExtensionContext, running: Server): void {
  const told = new Set<string>();
  const never = "Don't Show Again";
  const tell = async (): Promise<void> => {
    const { state } = running;
    if (
      state.kind !== 'failed' ||
      told.has(state.sentence) ||
      context.globalState.get(SILENCED, false) ||
      !vscode.workspace.textDocuments.some(isOurs)
    ) {
      return;
    }
    told.add(state.sentence);
    const [first, second] = actionsIn(state);
    const offered = [first, second].map((action) => action?.label ?? '');
    const chosen = await vscode.window.showInformationMessage(state.sentence, ...offered, never);
    if (chosen === never) {
      await context.globalState.update(SILENCED, true);
      return;
    }
    const action = actionsIn(state).find(({ label }) => label === chosen);
    if (action) {
      told.delete(state.sentence); // It was acted upon: if it fails again, that is news.
      await vscode.commands.executeCommand(action.command);
    }
  };
  context.subscriptions.push(
    running.onDidChangeState(() => void tell()),
    vscode.workspace.onDidOpenTextDocument(
      (document) => void examined(document).then(() => tell()),
    ),
  );
}
