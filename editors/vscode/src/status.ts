/** The status bar: the target of the recipe and whether it is runnable, or why there is no server. */

import * as vscode from 'vscode';
import type { Looked, Plan, Plans } from './plans';
import { isOurs } from './recipes';
import type { Server } from './server';

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'nam56r.status',
    vscode.StatusBarAlignment.Right,
    101,
  );
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly plans: Plans,
  ) {
    this.item.name = 'NAM56R recipe';
    this.disposables = [
      this.item,
      plans.onDidChange(() => this.show()),
      server.onDidChangeState(() => this.show()),
    ];
    this.show();
  }

  dispose(): void {
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  private show(): void {
    const looked = this.plans.current;
    const isRecipe = looked?.plan !== undefined;
    void vscode.commands.executeCommand('setContext', 'nam56r.isRecipe', isRecipe);
    if (looked?.plan) {
      this.showPlan(looked.plan);
    } else if (looked && isOurs(looked.document)) {
      this.showServer(looked);
    } else {
      this.item.hide();
    }
  }

  private showPlan(plan: Plan): void {
    const icon = plan.runnable ? '$(layers)' : '$(error)';
    this.item.text = `${icon} ${plan.plan.target ?? 'no target'} · ${verdict(plan)}`;
    const name = plan.plan.name ?? 'The recipe';
    const { native, custom, blocked } = plan.status;
    this.item.tooltip = [
      plan.refusal ? `${name} is not runnable: ${plan.refusal}.` : `${name} is runnable.`,
      `${native + custom + blocked} layers: ${native} native, ${custom} custom, ${blocked} blocked.`,
      'Click to see the plan.',
    ].join('\n');
    this.item.command = 'nam56r.showPlan';
    this.item.show();
  }

  private showServer(looked: Looked): void {
    const state = this.server.state;
    if (state.kind === 'failed') {
      this.item.text = '$(debug-disconnect) nam56r';
      this.item.tooltip = `${state.sentence}\nClick to choose what to do.`;
      this.item.command = 'nam56r.serverActions';
      this.item.show();
    } else if (state.kind === 'starting') {
      this.item.text = '$(loading~spin) nam56r';
      this.item.tooltip = `Starting the server for ${vscode.workspace.asRelativePath(looked.document.uri)}`;
      this.item.command = 'nam56r.showOutput';
      this.item.show();
    } else {
      this.item.hide();
    }
  }
}

/** `17 custom`, `all native`, or `not runnable · 4 blocked`. */
function verdict({ runnable, status }: Plan): string {
  const others = (['custom', 'blocked'] as const)
    .filter((kind) => status[kind] > 0)
    .map((kind) => `${status[kind]} ${kind}`);
  if (!runnable) {
    return ['not runnable', ...others].join(' · ');
  }
  return others.length > 0 ? others.join(' · ') : 'all native';
}
