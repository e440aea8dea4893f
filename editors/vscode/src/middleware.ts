/** What is changed about the server's answers before the editor gets them. */

import type * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { pageOfRule } from './pages';

/** The server links the code of a finding to a file on the disk; here it opens a rendered page. */
export const middleware: Middleware = {
  provideDiagnostics: async (document, previous, token, next) => {
    const report = await next(document, previous, token);
    if (report?.kind === 'full') {
      report.items.forEach(linkToPage);
    }
    return report;
  },
  provideWorkspaceDiagnostics: (previous, token, collect, next) =>
    next(previous, token, (part) => {
      for (const report of part?.items ?? []) {
        if (report.kind === 'full') {
          report.items.forEach(linkToPage);
        }
      }
      collect(part);
    }),
};

function linkToPage(finding: vscode.Diagnostic): void {
  if (typeof finding.code === 'object') {
    const { value } = finding.code;
    finding.code = { value, target: pageOfRule(`${value}`) };
  }
}
