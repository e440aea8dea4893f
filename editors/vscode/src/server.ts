/**
 * The language server's life: found, started, asked, restarted.
 *
 * Nothing waits for it and nothing pops up because of it: what goes wrong is a state that the
 * status bar shows, and a line of the log.
 */

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { findLaunch, type Launch } from './discovery';
import { messageOf } from './limits';
import type { Python } from './python';
import { Session } from './session';

/** So many ends of its own within so long, and it is not started once more. */
const MOST_ENDS = 3;
const ENDS_MILLISECONDS = 180_000;

export type State =
  | { readonly kind: 'idle' | 'starting' }
  | { readonly kind: 'running'; readonly launch: Launch }
  /** `isThere`: there is a server, but it does not work. */
  | { readonly kind: 'failed'; readonly sentence: string; readonly isThere: boolean };

export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChangeState = this.changed.event;
  private session: Session | undefined;
  private current: State = { kind: 'idle' };
  /** The newest start; an older one gives up. */
  private newest = new AbortController();
  private settled: Promise<void> = Promise.resolve();
  private ends: number[] = [];

  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly python: Python,
  ) {}

  get state(): State {
    return this.current;
  }

  /** The client, while it can be asked. */
  get running(): LanguageClient | undefined {
    const client = this.session?.client;
    return client?.isRunning() ? client : undefined;
  }

  /** Starts the server unless it runs, or was started before; comes back when that is settled. */
  start(): Promise<void> {
    return this.current.kind === 'idle' ? this.begin() : this.settled;
  }

  /** Finds and starts the server anew, whatever it was doing: that is given up. */
  restart(): Promise<void> {
    this.ends = [];
    return this.begin();
  }

  async stop(): Promise<void> {
    this.newest.abort();
    this.settled = Promise.resolve();
    this.become({ kind: 'idle' });
    await this.retire();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private begin(): Promise<void> {
    this.newest.abort();
    this.newest = new AbortController();
    const started = this.startNow(this.newest.signal);
    this.settled = started;
    return started;
  }

  private async startNow(signal: AbortSignal): Promise<void> {
    this.become({ kind: 'starting' });
    await this.retire();
    const launch = await this.found(signal);
    if (signal.aborted) {
      return this.settled;
    }
    if (typeof launch === 'string') {
      this.fail(launch, false);
      return;
    }
    this.log.info(`${launch.version}, found by ${launch.origin}: ${launch.command}`);
    const session = new Session(launch, this.log);
    this.session = session;
    const problem = await session.start();
    if (signal.aborted) {
      return this.settled; // What was begun was retired by the newer start.
    }
    if (problem) {
      await this.retire();
      this.fail(problem, true);
      return;
    }
    this.become({ kind: 'running', launch });
    void session.ended.then((how) => this.lost(session, how));
  }

  private async found(signal: AbortSignal): Promise<Launch | string> {
    try {
      return await findLaunch({ log: this.log, python: this.python, signal });
    } catch (problem) {
      return `nam56r was not found: ${messageOf(problem)}`;
    }
  }

  /** Ends the session, if there is one. */
  private async retire(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.end();
  }

  /** A server that ends by itself is started again, a few times; then its end is told. */
  private lost(session: Session, how: string): void {
    if (session !== this.session) {
      return;
    }
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < ENDS_MILLISECONDS), now];
    if (this.ends.length <= MOST_ENDS) {
      this.log.warn(`${how} It is started again.`);
      void this.begin();
      return;
    }
    void this.retire();
    this.fail(`${how} That was the fourth time within three minutes.`, true);
  }

  private fail(sentence: string, isThere: boolean): void {
    this.log.warn(sentence);
    this.become({ kind: 'failed', sentence, isThere });
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }
}
