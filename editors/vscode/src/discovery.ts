/**
 * Finding the command that serves: an explicit setting, the selected Python environment, PATH.
 *
 * Every candidate is asked for its version before it is used, so that what cannot run is told in a
 * sentence. In a workspace that is not trusted nothing that lies in it is run, and no command ever
 * runs in it: Python would import from there.
 */

import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { selectedInterpreter } from './python';

const WINDOWS = process.platform === 'win32';
const PROBE_MILLISECONDS = 20_000;

/** Where every process of ours runs. */
export const FOLDER = homedir();

/** How the server's command line starts; `origin` says where it was found. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly origin: string;
  readonly version: string;
}

/** The command, or one sentence that says why there is none. */
export async function findLaunch(): Promise<Launch | string> {
  const settings = vscode.workspace.getConfiguration('nam56r');
  const command = expanded(settings.get<string>('path'));
  if (command) {
    return (
      (await probed(command, [], 'the setting nam56r.path')) ??
      `nam56r.path names ${command}, which does not run as nam56r.`
    );
  }
  const interpreter = expanded(settings.get<string>('interpreter'));
  if (interpreter) {
    return (
      (await probedPython(interpreter, 'the setting nam56r.interpreter')) ??
      `nam56r.interpreter names ${interpreter}, in which nam56r is not installed.`
    );
  }
  const selected = vscode.workspace.isTrusted ? await selectedInterpreter() : undefined;
  const found = selected && (await probedPython(selected, 'the selected Python environment'));
  if (found) {
    return found;
  }
  for (const candidate of await onSearchPath()) {
    const launch = await probed(candidate, [], 'PATH');
    if (launch) {
      return launch;
    }
  }
  const where = selected ? 'the selected Python environment or on PATH' : 'on PATH';
  return `nam56r was not found ${where}; install it with pip, or name it in nam56r.path.`;
}

/** A setting that names a file; `~` and `${workspaceFolder}` stand for folders. */
function expanded(setting: string | undefined): string | undefined {
  const written = setting?.trim();
  if (!written) {
    return undefined;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return written
    .replace(/^~(?=$|[/\\])/, () => homedir())
    .replaceAll('${workspaceFolder}', () => folder);
}

function probedPython(interpreter: string, origin: string): Promise<Launch | undefined> {
  // -P: no folder but the environment's own is imported from.
  return probed(interpreter, ['-P', '-m', 'nam56r_server'], origin);
}

async function probed(
  command: string,
  args: readonly string[],
  origin: string,
): Promise<Launch | undefined> {
  try {
    const told = await output(command, [...args, '--version']);
    return told.startsWith('nam56r') ? { command, args, origin, version: told.trim() } : undefined;
  } catch {
    return undefined; // Not there, not executable, too slow: each means "not this one".
  }
}

/** What a command prints on standard output; rejected when it fails. */
export function output(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...args],
      { cwd: FOLDER, timeout: PROBE_MILLISECONDS, windowsHide: true },
      (problem, stdout, stderr) =>
        problem ? reject(new Error(stderr.trim() || problem.message)) : resolve(stdout),
    );
  });
}

/** The commands called nam56r on PATH, in its order. */
async function onSearchPath(): Promise<string[]> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(path.isAbsolute);
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const file = path.join(folder, WINDOWS ? 'nam56r.exe' : 'nam56r');
    if (mayRun(file) && (await isExecutable(file))) {
      found.push(file);
    }
  }
  return found;
}

function mayRun(file: string): boolean {
  return (
    vscode.workspace.isTrusted || !vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))
  );
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
