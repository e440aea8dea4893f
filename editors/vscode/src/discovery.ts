/**
 * Finding the command that serves: an explicit setting, the selected Python environment, an
 * environment in the workspace, PATH.
 *
 * Every candidate is asked for its version before it is used, so that what cannot run is told in a
 * sentence. Whatever names it, it is run only where `mayRun` says so, and no command ever runs in the
 * workspace: Python would import from there.
 */

import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Python } from './python';
import { mayRun } from './trust';

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

/** What the search needs; `signal` ends it. */
interface Search {
  readonly python: Python;
  readonly log: vscode.LogOutputChannel;
  readonly signal: AbortSignal;
}

/** The command, or one sentence that says why there is none. */
export async function findLaunch(search: Search): Promise<Launch | string> {
  const command = await setting('path', search);
  if (command) {
    return (
      (await probed(command, [], 'the setting nam56r.path', search)) ??
      `nam56r.path names ${command}, which does not run as nam56r.`
    );
  }
  const interpreter = await setting('interpreter', search);
  if (interpreter) {
    return (
      (await probedPython(interpreter, 'the setting nam56r.interpreter', search)) ??
      `nam56r.interpreter names ${interpreter}, in which nam56r is not installed.`
    );
  }
  const selected = vscode.workspace.isTrusted ? await search.python.selected() : undefined;
  const found =
    selected && (await probedPython(selected, 'the selected Python environment', search));
  if (found) {
    return found;
  }
  for (const [name, candidate] of environments()) {
    const launch = await probed(candidate, [], `the environment ${name} of the workspace`, search);
    if (launch) {
      return launch;
    }
  }
  for (const candidate of await onSearchPath('nam56r')) {
    const launch = await probed(candidate, [], 'PATH', search);
    if (launch) {
      return launch;
    }
  }
  const where = selected ? 'in the selected Python environment or on PATH' : 'on PATH';
  return `nam56r was not found ${where}; install it with pip, or name it in nam56r.path.`;
}

/** The commands that virtual environments in a trusted workspace would have, under their names. */
function environments(): [name: string, command: string][] {
  if (!vscode.workspace.isTrusted) {
    return [];
  }
  const program = WINDOWS ? ['Scripts', 'nam56r.exe'] : ['bin', 'nam56r'];
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .flatMap(({ uri }) =>
      ['.venv', 'venv'].map((name): [string, string] => [
        name,
        path.join(uri.fsPath, name, ...program),
      ]),
    );
}

/** The program that a setting names; none where the setting is empty, or leads where nothing is run. */
async function setting(name: string, { log }: Search): Promise<string | undefined> {
  const written = vscode.workspace.getConfiguration('nam56r').get<string>(name)?.trim();
  const file = written && (await located(expanded(written)));
  if (file && !(await mayRun(file))) {
    log.warn(`nam56r.${name} leads into a workspace that is not trusted, and is passed over`);
    return undefined;
  }
  return file || undefined;
}

/** `~`, `${userHome}`, `${workspaceFolder}` and `${env:NAME}` stand for what they say. */
function expanded(written: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return written
    .replace(/^~(?=$|[/\\])/, () => homedir())
    .replaceAll('${userHome}', () => homedir())
    .replaceAll('${workspaceFolder}', (whole) => folder ?? whole)
    .replace(/\$\{env:(\w+)\}/g, (_, name: string) => process.env[name] ?? '');
}

/** The absolute path of a command: a bare name is looked for on PATH, here and nowhere later. */
async function located(command: string): Promise<string> {
  if (/[/\\]/.test(command)) {
    return path.resolve(FOLDER, command);
  }
  return (await onSearchPath(command))[0] ?? command;
}

function probedPython(
  interpreter: string,
  origin: string,
  search: Search,
): Promise<Launch | undefined> {
  // -P: no folder but the environment's own is imported from.
  return probed(interpreter, ['-P', '-m', 'nam56r_server'], origin, search);
}

async function probed(
  command: string,
  args: readonly string[],
  origin: string,
  { signal }: Search,
): Promise<Launch | undefined> {
  if (!path.isAbsolute(command) || !(await mayRun(command))) {
    return undefined;
  }
  try {
    const told = await output(command, [...args, '--version'], signal);
    return told.startsWith('nam56r') ? { command, args, origin, version: told.trim() } : undefined;
  } catch {
    return undefined; // Not there, not executable, too slow: each means "not this one".
  }
}

/** What a command prints on standard output; rejected when it fails. */
export function output(
  command: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...args],
      { cwd: FOLDER, timeout: PROBE_MILLISECONDS, windowsHide: true, ...(signal && { signal }) },
      (problem, stdout, stderr) =>
        problem ? reject(new Error(stderr.trim() || problem.message)) : resolve(stdout),
    );
  });
}

/** The commands of a name on PATH, in its order, that may be run. */
async function onSearchPath(name: string): Promise<string[]> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(path.isAbsolute);
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const file = path.join(folder, WINDOWS && !name.endsWith('.exe') ? `${name}.exe` : name);
    if ((await isExecutable(file)) && (await mayRun(file))) {
      found.push(file);
    }
  }
  return found;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
