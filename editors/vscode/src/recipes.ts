/**
 * Which documents may be recipes, and which settle that the server is worth starting.
 *
 * The server decides what a recipe is: by its name, by the project's settings, by a line of its own.
 * So it is sent every YAML, TOML and JSON document, and is silent on all others.
 */

import * as vscode from 'vscode';

const NAMES = '*.nam56r.{yaml,yml,toml,json}';
const SCHEMES = ['file', 'untitled'];
const LANGUAGES = ['yaml', 'toml', 'json', 'jsonc'];

/** What the server is told about. */
export const SELECTOR = SCHEMES.flatMap((scheme) => [
  { scheme, pattern: `**/${NAMES}` },
  ...LANGUAGES.map((language) => ({ scheme, language })),
]);

/** Files whose presence says that a folder holds recipes. */
const SIGNS = `**/{${NAMES},nam56r.toml}`;

const NAME = /\.nam56r\.(yaml|yml|toml|json)$/i;
const MARK = /#\s*nam56r:\s*recipe/;

/** Whether the server may have something to say about a document. */
export function mayBeRecipe(document: vscode.TextDocument): boolean {
  return vscode.languages.match(SELECTOR, document) > 0;
}

/** Whether a document is meant for us; cheap, and right without a server. */
export function isOurs(document: vscode.TextDocument): boolean {
  if (!mayBeRecipe(document)) {
    return false;
  }
  return (
    NAME.test(document.uri.path) ||
    document.uri.path.endsWith('/nam56r.toml') ||
    vscode.workspace.getConfiguration('nam56r', document.uri).get('detect') === true ||
    MARK.test(document.getText())
  );
}

/** Whether there is a recipe, open or in a folder: without one no process is started. */
export async function hasRecipes(): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(isOurs)) {
    return true;
  }
  return (await vscode.workspace.findFiles(SIGNS, undefined, 1)).length > 0;
}
