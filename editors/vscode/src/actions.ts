/** What can be done about the server: by the status bar, and by the sentence that says it fails. */

import * as vscode from 'vscode';
import type { Server, State } from './server';

interface Action extends vscode.QuickPickItem {
  readonly command: string;
}

const INSTALL: Action = {
  label: 'How to Install',
  description: 'the walkthrough, with the command for pip',
  iconPath: new vscode.ThemeIcon('cloud-download'),
  command: 'nam56r.howToInstall',
};
const NAME: Action = {
  label: 'Name a Command',
  description: 'the setting nam56r.path',
  iconPath: new vscode.ThemeIcon('settings-gear'),
  command: 'nam56r.nameCommand',
};
const RETRY: Action = {
  label: 'Try Again',
  description: 'look for the server once more',
  iconPath: new vscode.ThemeIcon('refresh'),
  command: 'nam56r.restart',
};
const RESTART: Action = {
  label: 'Restart Server',
  iconPath: new vscode.ThemeIcon('refresh'),
  command: 'nam56r.restart',
};
const LOG: Action = {
  label: 'Show Log',
  iconPath: new vscode.ThemeIcon('output'),
  command: 'nam56r.showOutput',
};

/** The actions that help in a state, the most likely one first. */
export function actionsIn(state: State): readonly Action[] {
  if (state.kind === 'failed' && !state.isThere) {
    return [INSTALL, NAME, RETRY, LOG];
  }
  return [RESTART, LOG, NAME];
}

/** Lets the user choose one of the actions, and does it. */
export async function chooseAction({ state }: Server): Promise<void> {
  const placeHolder =
    state.kind === 'failed'
      ? state.sentence
      : state.kind === 'running'
        ? `${state.launch.version} runs, found by ${state.launch.origin}`
        : 'The server is not started: there is no recipe yet';
  const chosen = await vscode.window.showQuickPick([...actionsIn(state)], {
    title: 'nam56r server',
    placeHolder,
  });
  if (chosen) {
    await vscode.commands.executeCommand(chosen.command);
  }
}

/** Opens the setting that names the command, on the tab where it can be set: a program belongs to
 * the machine that the extension runs on. */
export async function nameCommand(): Promise<void> {
  const isRemote = vscode.env.remoteName !== undefined;
  const tab = isRemote ? 'openRemoteSettings' : 'openSettings';
  await vscode.commands.executeCommand(`workbench.action.${tab}`, { query: '@id:nam56r.path' });
}

export async function howToInstall(extension: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension}#start`);
}
