/**
 * The language server's life: found, started, asked, restarted.
 *
 * Nothing waits for it and nothing pops up because of it: what goes wrong is a state that the
 * status bar shows, and a line of the log.
 */

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient/node';
import { FOLDER, findLaunch, type Launch } from './discovery';
import { SELECTOR } from './recipes';

export type State =
  | { readonly kind: 'idle' | 'starting' }
  | { readonly kind: 'running'; readonly launch: Launch }
  | { readonly kind: 'failed'; readonly sentence: string };

/** The library's client without its commands: ours are there before the server is, and after. */
class Client extends LanguageClient {
  override registerFeature(feature: Parameters<LanguageClient['registerFeature']>[0]): void {
    const isCommands =
      'registrationType' in feature &&
      feature.registrationType.method === ExecuteCommandRequest.method;
    if (!isCommands) {
      super.registerFeature(feature);
    }
  }
}

export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChangeState = this.changed.event;
  private client: Client | undefined;
  private current: State = { kind: 'idle' };
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  get state(): State {
    return this.current;
  }

  /** The client, while it can be asked. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** Starts the server unless it runs, or was started before. */
  start(): Promise<void> {
    return this.inTurn(async () => {
      if (this.current.kind === 'idle') {
        await this.startNow();
      }
    });
  }

  /** Finds and starts the server anew, whatever it was doing. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopNow());
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** One change of state after the other: two restarts at once make two restarts. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    this.work = this.work.then(step);
    return this.work;
  }

  private async startNow(): Promise<void> {
    this.become({ kind: 'starting' });
    try {
      const launch = await findLaunch();
      if (typeof launch === 'string') {
        this.fail(launch);
        return;
      }
      this.log.info(`${launch.version}, found by ${launch.origin}: ${launch.command}`);
      this.client = this.clientOf(launch);
      await this.client.start();
      this.become({ kind: 'running', launch });
    } catch (problem) {
      this.client = undefined;
      this.fail(`nam56r did not start: ${problem instanceof Error ? problem.message : problem}`);
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become({ kind: 'idle' });
    try {
      await client?.dispose();
    } catch (problem) {
      this.log.warn(`the server did not stop in time: ${problem}`);
    }
  }

  private fail(sentence: string): void {
    this.log.warn(sentence);
    this.become({ kind: 'failed', sentence });
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }

  private clientOf(launch: Launch): Client {
    const run = {
      command: launch.command,
      args: [...launch.args, 'server'],
      options: { cwd: FOLDER },
    };
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: this.log,
      traceOutputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: this.errorHandler(),
      diagnosticPullOptions: { onChange: true, onTabs: true },
    };
    return new Client('nam56r', 'nam56r', { run, debug: run }, options);
  }

  /** A server that ends by itself is started again, a few times; then its end is told. */
  private errorHandler(): ErrorHandler {
    const ends: number[] = [];
    return {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        const now = Date.now();
        ends.push(now);
        if (ends.filter((end) => now - end < 180_000).length <= 3) {
          return { action: CloseAction.Restart, handled: true };
        }
        this.fail('The nam56r server ended four times within three minutes; its log says why.');
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }
}
