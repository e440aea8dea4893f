/** A web page that shows one picture of the server's, in the colours of the theme. */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a page keeps while its window is reloaded: the document of its picture. */
export interface Kept {
  readonly uri: string;
  /** Whether the page stays with this document, or follows the editor. */
  readonly isKept: boolean;
}

/** What a page is told. Letters count from 1; `leads`: a layer leads to its letter, and that is kept. */
export type ToPage =
  | { readonly kind: 'picture'; readonly svg: string; readonly leads: Kept | undefined }
  | { readonly kind: 'nothing'; readonly sentence: string }
  | { readonly kind: 'letter'; readonly letterNumber: number | undefined };

/** What a page says: it can be told something, or a letter was chosen on it. */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'chosen'; readonly letterNumber: number };

export function optionsOf(extension: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [
      vscode.Uri.joinPath(extension, 'dist'),
      vscode.Uri.joinPath(extension, 'media'),
    ],
  };
}

/** The page's HTML: no script but ours, nothing from elsewhere. */
export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'picture.js'));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'media', 'picture.css'));
  const policy = [
    `default-src 'none'`,
    // The picture brings its own style sheet.
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${style}">
</head>
<body>
<nav id="zoom">
<button id="smaller" title="Zoom out (-)" aria-label="Zoom out">−</button>
<button id="fit" title="Fit the width (0)" aria-label="Fit the width">100 %</button>
<button id="larger" title="Zoom in (+)" aria-label="Zoom in">+</button>
</nav>
<main id="picture"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
