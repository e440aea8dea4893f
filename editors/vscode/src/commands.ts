/**
 * What the palette, the lenses and the code actions can ask for. Every command is there from the
 * first moment; without a server it says why it cannot.
 */

import * as vscode from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';
import { chooseAction, howToInstall, nameCommand } from './actions';
import { chooseTarget, type Comparison, type Comparisons } from './comparison';
import { messageOf } from './limits';
import type { Plans } from './plans';
import type { Preview } from './preview';
import { mayBeRecipe } from './recipes';
import type { Server } from './server';
import { newRecipe } from './starter';

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly server: Server;
  readonly plans: Plans;
  readonly preview: Preview;
  readonly comparisons: Comparisons;
}

export function registerCommands(parts: Parts): vscode.Disposable[] {
  const { context, server, preview, comparisons, log } = parts;
  const commands: Record<string, (uri?: string | vscode.Uri) => unknown> = {
    'nam56r.showPlan': (uri) => withRecipe(parts, uri, (document) => preview.show(document)),
    'nam56r.export': (uri) => withRecipe(parts, uri, (document) => exported(server, document)),
    'nam56r.compareTargets': (uri) =>
      withRecipe(parts, uri, (document) => compared(parts, document)),
    'nam56r.compareInWords': () => comparisons.inWords(),
    'nam56r.newRecipe': () => withServer(server, () => newRecipe(server)),
    'nam56r.keepPlan': () => preview.keep(),
    'nam56r.copyPlan': () => preview.copy(),
    'nam56r.savePlan': () => preview.save(),
    'nam56r.serverActions': () => chooseAction(server),
    'nam56r.howToInstall': () => howToInstall(context.extension.id),
    'nam56r.nameCommand': () => nameCommand(),
    'nam56r.restart': () => restarted(server),
    'nam56r.showOutput': () => log.show(),
  };
  return Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(name, async (uri?: string | vscode.Uri) => {
      try {
        await run(uri);
      } catch (problem) {
        void vscode.window.showErrorMessage(messageOf(problem));
      }
    }),
  );
}

/** Restarts the server, and says what came of it: that was asked for. */
async function restarted(server: Server): Promise<void> {
  await server.restart();
  const { state } = server;
  if (state.kind === 'failed') {
    throw new Error(state.sentence);
  }
  if (state.kind === 'running') {
    const { version, origin, command } = state.launch;
    void vscode.window.showInformationMessage(`${version} runs, found by ${origin}: ${command}`);
  }
}

/** Starts the server if that was not done yet, and gives it something to do. */
async function withServer(server: Server, run: () => unknown): Promise<void> {
  await server.start();
  if (server.state.kind === 'failed') {
    throw new Error(server.state.sentence);
  }
  await run();
}

/** The document that a command is about: the one it names, else the one that is looked at. */
async function withRecipe(
  { server, plans }: Parts,
  named: string | vscode.Uri | undefined,
  run: (document: vscode.TextDocument) => unknown,
): Promise<void> {
  const uri = typeof named === 'string' ? vscode.Uri.parse(named, true) : named;
  const active = vscode.window.activeTextEditor?.document; // An output panel, for instance.
  const document = uri
    ? await vscode.workspace.openTextDocument(uri)
    : active && mayBeRecipe(active)
      ? active
      : plans.current?.document;
  if (!document) {
    throw new Error('Open a recipe first.');
  }
  await withServer(server, () => run(document));
}

/** The answer of `nam56r.export`. */
interface Exported {
  readonly written: readonly string[];
  readonly runnable: boolean;
  readonly refusal: string | null;
}

/** Exports a recipe; says what was written, with a button that opens it. */
async function exported(server: Server, document: vscode.TextDocument): Promise<void> {
  const { written, runnable, refusal } = await asked<Exported>(
    server,
    'nam56r.export',
    document,
    'quiet',
  );
  const name = document.uri.path.split('/').at(-1);
  const how = runnable ? 'runnable' : `not runnable: ${refusal}`;
  const sentence = `${name}: ${written.length} files written (${how})`;
  const open = 'Open Files';
  const shown = runnable
    ? vscode.window.showInformationMessage(sentence, open)
    : vscode.window.showWarningMessage(sentence, open);
  void shown.then(async (chosen) => {
    for (const uri of chosen ? written : []) {
      await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { preview: false });
    }
  });
}

async function compared(
  { server, comparisons, plans }: Parts,
  document: vscode.TextDocument,
): Promise<void> {
  const own = (await plans.of(document))?.plan.target ?? null;
  const target = await chooseTarget(server, own);
  if (target) {
    const comparison = await asked<Comparison>(server, 'nam56r.compareTargets', document, target);
    comparisons.show(`${document.uri.path.split('/').at(-1)}: ${target}`, comparison);
  }
}

function asked<Answer>(
  { running }: Server,
  command: string,
  document: vscode.TextDocument,
  ...rest: string[]
): Promise<Answer> {
  if (!running) {
    throw new Error('The nam56r server does not run.');
  }
  const uri = running.code2ProtocolConverter.asUri(document.uri);
  return running.sendRequest(ExecuteCommandRequest.type, { command, arguments: [uri, ...rest] });
}
