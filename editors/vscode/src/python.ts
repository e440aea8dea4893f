/**
 * The interpreter that the Python extension has selected, where there is one: it is asked, not
 * needed.
 */

import * as vscode from 'vscode';

const PYTHON_EXTENSION = 'ms-python.python';

/** The part of its interface that is used. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function pythonApi(): Promise<PythonApi | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>(PYTHON_EXTENSION);
  try {
    return await extension?.activate();
  } catch {
    return undefined; // Its failure is its own to report.
  }
}

/** The executable of the selected environment. */
export async function selectedInterpreter(): Promise<string | undefined> {
  const environments = (await pythonApi())?.environments;
  if (!environments) {
    return undefined;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const active = environments.getActiveEnvironmentPath(folder);
  return (await environments.resolveEnvironment(active))?.executable.uri?.fsPath;
}

/** Calls back when another environment is selected. */
export async function whenInterpreterChanges(
  changed: () => void,
): Promise<vscode.Disposable | undefined> {
  return (await pythonApi())?.environments.onDidChangeActiveEnvironmentPath(changed);
}
