/**
 * What may be run. In a workspace that is not trusted: nothing that lies in it, whoever names it and
 * by whatever way it is reached.
 */

import { readlink, realpath } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';

const MOST_LINKS = 40;

/** Whether a program, given by its absolute path, may be started. */
export async function mayRun(file: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) {
    return true;
  }
  const folders = await closedFolders();
  for await (const place of places(file)) {
    if (folders.some((folder) => isWithin(place, folder))) {
      return false;
    }
  }
  return true;
}

/** The folders of the workspace, as they are named and where they are. */
async function closedFolders(): Promise<string[]> {
  const named = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return [...named, ...(await Promise.all(named.map(real)))];
}

/**
 * Every place that a path goes through: an environment's `python` is a link to one outside, and still
 * imports what lies beside the link.
 */
async function* places(file: string): AsyncGenerator<string> {
  let at = path.resolve(file);
  for (let links = 0; links < MOST_LINKS; links += 1) {
    yield at;
    at = path.join(await real(path.dirname(at)), path.basename(at));
    yield at;
    let next: string;
    try {
      next = await readlink(at);
    } catch {
      return; // No link: the program itself, or nothing.
    }
    at = path.resolve(path.dirname(at), next);
  }
}

async function real(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    return file;
  }
}

function isWithin(place: string, folder: string): boolean {
  const way = path.relative(folder, place);
  return way === '' || (!/^\.\.($|[/\\])/.test(way) && !path.isAbsolute(way));
}
