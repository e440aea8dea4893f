/**
 * Which documents may be recipes, and which settle that the server is worth starting.
 *
 * The server decides what a recipe is: by its name, by the project's settings, by a line of its own.
 * So it is sent every YAML, TOML and JSON document, and is silent on all others.
 */

import * as path from 'node:path';
import * as vscode from 'vscode';

const NAMES = '*.nam56r.{yaml,yml,toml,json}';
const SCHEMES = ['file', 'untitled'];
const LANGUAGES = ['yaml', 'toml', 'json', 'jsonc'];
const OWN_SETTINGS = 'nam56r.toml';
const SHARED_SETTINGS = 'pyproject.toml';
/** So many `pyproject.toml` of a window are read. */
const MOST_SETTINGS = 50;

/** What the server is told about. */
export const SELECTOR = SCHEMES.flatMap((scheme) => [
  { scheme, pattern: `**/${NAMES}` },
  ...LANGUAGES.map((language) => ({ scheme, language })),
]);

/** Files whose presence says that a folder holds recipes. */
const SIGNS = `**/{${NAMES},${OWN_SETTINGS}}`;

const NAME = /\.nam56r\.(yaml|yml|toml|json)$/i;
const MARK = /#\s*nam56r:\s*recipe/;
const TABLE = /^\s*\[\[?\s*tool\.nam56r\b/m;
const NAMES_RECIPES = /^\s*recipes\s*=/m;

/** Documents of projects whose settings name recipes by patterns. */
const named = new WeakSet<vscode.TextDocument>();

/** Whether the server may have something to say about a document. */
export function mayBeRecipe(document: vscode.TextDocument): boolean {
  return vscode.languages.match(SELECTOR, document) > 0;
}

/** Whether a document may hold the settings of a project. */
export function holdsSettings(document: vscode.TextDocument): boolean {
  return [OWN_SETTINGS, SHARED_SETTINGS].includes(path.posix.basename(document.uri.path));
}

/** Whether a document is meant for us; cheap, and right without a server once it was `examined`. */
export function isOurs(document: vscode.TextDocument): boolean {
  return (
    mayBeRecipe(document) &&
    (NAME.test(document.uri.path) ||
      path.posix.basename(document.uri.path) === OWN_SETTINGS ||
      named.has(document) ||
      isWritten(document))
  );
}

/** As `isOurs`, after the settings of the document's project were looked at. */
export async function examined(document: vscode.TextDocument): Promise<boolean> {
  if (!mayBeRecipe(document)) {
    return false;
  }
  if (document.uri.scheme === 'file' && (await isNamed(document.uri))) {
    named.add(document);
  } else {
    named.delete(document);
  }
  return isOurs(document);
}

/** Whether an edit may have made a recipe of what was none. */
export function makesRecipe({ document, contentChanges }: vscode.TextDocumentChangeEvent): boolean {
  return (
    mayBeRecipe(document) &&
    contentChanges.some(({ range, text }) => {
      const last = range.start.line + text.split('\n').length - 1;
      const lines = new vscode.Range(range.start.line, 0, last + 1, 0);
      return MARK.test(document.getText(document.validateRange(lines)));
    })
  );
}

/** Whether there is a recipe, open or in a folder: without one no process is started. */
export async function hasRecipes(): Promise<boolean> {
  const open = await Promise.all(vscode.workspace.textDocuments.map(examined));
  if (open.includes(true)) {
    return true;
  }
  if ((await vscode.workspace.findFiles(SIGNS, undefined, 1)).length > 0) {
    return true;
  }
  const shared = await vscode.workspace.findFiles(`**/${SHARED_SETTINGS}`, undefined, MOST_SETTINGS);
  return (await Promise.all(shared.map(textOf))).some((text) => TABLE.test(text));
}

/** By what it says itself: a mark, or its keys where these are asked for. */
function isWritten(document: vscode.TextDocument): boolean {
  const text = document.getText();
  const detect = vscode.workspace.getConfiguration('nam56r', document.uri).get('detect') === true;
  return MARK.test(text) || (detect && /\bpattern\b/.test(text) && /\btarget\b/.test(text));
}

/** Whether the nearest settings above a file name recipes by patterns; the nearest hold alone. */
async function isNamed(uri: vscode.Uri): Promise<boolean> {
  for (let folder = vscode.Uri.joinPath(uri, '..'); ; folder = vscode.Uri.joinPath(folder, '..')) {
    const own = await textOf(vscode.Uri.joinPath(folder, OWN_SETTINGS));
    if (own) {
      return NAMES_RECIPES.test(own);
    }
    const shared = await textOf(vscode.Uri.joinPath(folder, SHARED_SETTINGS));
    if (TABLE.test(shared)) {
      return NAMES_RECIPES.test(shared);
    }
    if (folder.path === vscode.Uri.joinPath(folder, '..').path) {
      return false;
    }
  }
}

/** The text of a file; empty where there is none. */
async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
