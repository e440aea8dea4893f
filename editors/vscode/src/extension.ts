/** Puts the parts together. Nothing here waits for the server. */

import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Comparisons } from './comparison';
import { Plans } from './plans';
import { Preview } from './preview';
import { whenInterpreterChanges } from './python';
import { hasRecipes, isOurs } from './recipes';
import { Server } from './server';
import { StatusBar } from './status';

const SILENCED = 'withoutServer.silenced';
/** Settings that decide which server runs. */
const LAUNCH_SETTINGS = ['nam56r.path', 'nam56r.interpreter'];

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('nam56r', { log: true });
  const running = new Server(log);
  server = running;
  const plans = new Plans(running, log);
  const preview = new Preview(context.extensionUri, plans);
  const comparisons = new Comparisons(context.extensionUri);
  const status = new StatusBar(running, plans);
  context.subscriptions.push(log, running, plans, preview, status);
  context.subscriptions.push(
    ...registerCommands({ log, server: running, plans, preview, comparisons }),
  );
  startWhenNeeded(context, running);
  restartWhenMoved(context, running);
  tellOnce(context, running);
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** No Python runs in a window without a recipe. */
function startWhenNeeded(context: vscode.ExtensionContext, running: Server): void {
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isOurs(document)) {
        void running.start();
      }
    }),
  );
  void hasRecipes().then((has) => (has ? running.start() : undefined));
}

/** Another server may be the right one: after a setting, an environment, or trust has changed. */
function restartWhenMoved(context: vscode.ExtensionContext, running: Server): void {
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
  );
  void whenInterpreterChanges(again).then((listening) => {
    if (listening) {
      context.subscriptions.push(listening);
    }
  });
}

/** One sentence in a window when there is no server for a recipe; none after "Don't Show Again". */
function tellOnce(context: vscode.ExtensionContext, running: Server): void {
  let told = context.globalState.get(SILENCED, false);
  const guide = 'How to Install';
  const never = "Don't Show Again";
  const tell = async (): Promise<void> => {
    const { state } = running;
    if (state.kind !== 'failed' || told || !vscode.workspace.textDocuments.some(isOurs)) {
      return;
    }
    told = true;
    const chosen = await vscode.window.showInformationMessage(state.sentence, guide, never);
    if (chosen === never) {
      await context.globalState.update(SILENCED, true);
    } else if (chosen === guide) {
      await vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#start`,
      );
    }
  };
  context.subscriptions.push(
    running.onDidChangeState(() => void tell()),
    vscode.workspace.onDidOpenTextDocument(() => void tell()),
  );
}
