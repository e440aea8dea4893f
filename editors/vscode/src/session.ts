/** One process of the server and the client that talks to it, from its start to its end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  RevealOutputChannelOn,
} from 'vscode-languageclient/node';
import { FOLDER, type Launch } from './discovery';
import { messageOf, TooLate, within } from './limits';
import { middleware } from './middleware';
import { SELECTOR } from './recipes';

const START_MILLISECONDS = 30_000;
const STOP_MILLISECONDS = 2_000;
/** Time for the last words of a process that has ended. */
const LAST_WORDS_MILLISECONDS = 100;

/**
 * The library's client without its commands: ours are there before the server is, and after. Nor does
 * it pop anything up: what goes wrong is told once, by us.
 */
class Client extends LanguageClient {
  override registerFeature(feature: Parameters<LanguageClient['registerFeature']>[0]): void {
    const isCommands =
      'registrationType' in feature &&
      feature.registrationType.method === ExecuteCommandRequest.method;
    if (!isCommands) {
      super.registerFeature(feature);
    }
  }

  override error(message: string, data?: unknown): void {
    super.error(data === undefined ? message : `${message} ${messageOf(data)}`, undefined, false);
  }
}

export class Session {
  readonly client: LanguageClient;
  /** Comes with the end of the process, and says it in words. */
  readonly ended: Promise<string>;
  private tellEnd: (how: string) => void = () => undefined;
  private process: ChildProcess | undefined;
  private lastWords = '';

  constructor(
    readonly launch: Launch,
    log: vscode.LogOutputChannel,
  ) {
    this.ended = new Promise((resolve) => {
      this.tellEnd = resolve;
    });
    this.client = new Client('nam56r', 'nam56r', () => Promise.resolve(this.spawned()), {
      documentSelector: SELECTOR,
      initializationOptions: {
        suggestCommand: 'editor.action.triggerSuggest',
        suggestArguments: [{ auto: true }], // A list as after typing, which the next option is about.
        enterTakesChangesOnly: true, // `editor.acceptSuggestionOnEnter` of the manifest.
      },
      synchronize: { configurationSection: 'nam56r' }, // The server asks for what has changed.
      outputChannel: log,
      traceOutputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      // A process that has ended is another session's to replace.
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({
          action: CloseAction.DoNotRestart,
          handled: true,
          message: 'The connection to the server is closed.',
        }),
      },
      middleware,
      diagnosticPullOptions: { onChange: true, onTabs: true },
      stdioOptions: {
        stdout: () => undefined,
        stderr: (input) => {
          createInterface({ input }).on('line', (line) => {
            this.lastWords = line.trim() || this.lastWords;
            log.info(line);
          });
        },
      },
    });
  }

  /** Starts the server; comes back with why it did not, if so. */
  async start(): Promise<string | undefined> {
    const started = this.client.start().then(() => undefined);
    started.catch(() => undefined); // An end of the process says more.
    try {
      return await within(START_MILLISECONDS, Promise.race([started, this.ended]));
    } catch (problem) {
      if (problem instanceof TooLate) {
        return `The nam56r server gave ${problem.message}.`;
      }
      // The end of the process is what the client stumbled over, where it has ended.
      return within(
        STOP_MILLISECONDS,
        this.ended,
      ).catch(() => `The nam56r server did not start: ${messageOf(problem)}`);
    }
  }

  /** Ends the server: it is asked to, where it can be, and made to, where it does not. */
  async end(): Promise<void> {
    try {
      await this.client.dispose(STOP_MILLISECONDS);
      await within(STOP_MILLISECONDS, this.ended);
    } catch {
      this.process?.stdin?.destroy(); // What a script has started reads its end.
      this.process?.kill('SIGKILL');
    }
  }

  private spawned(): ChildProcess {
    const { command, args } = this.launch;
    const child = spawn(command, [...args, 'server'], { cwd: FOLDER, windowsHide: true });
    this.process = child;
    child.on('error', (problem) => this.tellEnd(`${command} cannot be run: ${problem.message}`));
    child.on('exit', (code, signal) => {
      setTimeout(() => {
        const how = code === null ? `was ended by ${signal}` : `ended with code ${code}`;
        this.tellEnd(
          `The nam56r server ${how}${this.lastWords ? `: ${this.lastWords}` : '.'}`,
        );
      }, LAST_WORDS_MILLISECONDS);
    });
    return child;
  }
}
