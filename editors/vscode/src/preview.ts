/**
 * The pages with plans beside the editor: one follows the recipe that is looked at, others were kept
 * for theirs. Their pictures can be copied and saved.
 */

import * as vscode from 'vscode';
import { type Kept, optionsOf } from './page';
import { PlanPage } from './planPage';
import type { Looked, Plans } from './plans';

const VIEW = 'nam56r.plan';

export class Preview implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly pages = new Set<PlanPage>();
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly plans: Plans,
  ) {
    this.disposables = [
      plans.onDidChange((looked) => this.update(looked)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        for (const page of this.pages) {
          void page.pointAt(textEditor);
        }
      }),
      vscode.window.registerWebviewPanelSerializer(VIEW, this),
    ];
  }

  dispose(): void {
    for (const page of [...this.pages]) {
      page.panel.dispose();
    }
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** Shows the plan of a document beside it, and leaves the cursor where it is. */
  async show(document: vscode.TextDocument): Promise<void> {
    let page = this.following;
    if (page) {
      page.panel.reveal(undefined, true);
    } else {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      page = this.adopt(
        vscode.window.createWebviewPanel(VIEW, 'Plan', column, optionsOf(this.extension)),
      );
    }
    page.update({ document, plan: await this.plans.of(document) });
  }

  /** Keeps the page that is looked at for its recipe: the next plan gets a page of its own. */
  keep(): void {
    this.looked.keep();
  }

  /** Copies the picture as SVG. */
  async copy(): Promise<void> {
    await vscode.env.clipboard.writeText(svgOf(this.looked));
    vscode.window.setStatusBarMessage('$(check) The plan is on the clipboard, as SVG', 3_000);
  }

  /** Saves the picture as SVG, beside the recipe where the user names no other place. */
  async save(): Promise<void> {
    const page = this.looked;
    const svg = svgOf(page);
    const { uri } = page.shown?.document ?? {};
    const name = uri?.path.replace(/(\.nam56r)?\.\w+$/, '.plan.svg');
    const chosen = await vscode.window.showSaveDialog({
      title: 'Save the plan as a picture',
      filters: { SVG: ['svg'] },
      ...(uri?.scheme === 'file' && name && { defaultUri: uri.with({ path: name }) }),
    });
    if (chosen) {
      await vscode.workspace.fs.writeFile(chosen, new TextEncoder().encode(svg));
    }
  }

  /** A preview that was there before the window was reloaded: it comes back to its recipe. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: Kept | undefined): Promise<void> {
    if (!kept?.isKept) {
      this.following?.panel.dispose();
    }
    let document: vscode.TextDocument | undefined;
    // Shows the recipe that was shown before, as soon as there is a server to ask.
    const recall = async (page: PlanPage): Promise<void> => {
      const plan = document && (await this.plans.of(document));
      if (document && plan && !page.shown) {
        page.update({ document, plan });
      }
    };
    const page = this.adopt(panel, (ready) => {
      recall(ready).catch(() => undefined); // The end of a server is told elsewhere.
    });
    page.isKept = kept?.isKept === true;
    if (kept) {
      const opened = vscode.workspace.openTextDocument(vscode.Uri.parse(kept.uri, true));
      document = await opened.then(undefined, () => undefined); // It may be gone, and nothing comes back.
    }
    this.recalled.set(page, recall);
    if (!page.isKept) {
      page.update(this.plans.current);
    }
    recall(page).catch(() => undefined);
  }

  /** How pages of an earlier window get what they showed, until they show something. */
  private readonly recalled = new Map<PlanPage, (page: PlanPage) => Promise<void>>();

  private adopt(
    panel: vscode.WebviewPanel,
    ready: (page: PlanPage) => void = () => undefined,
  ): PlanPage {
    const page = new PlanPage(panel, this.extension, this.plans, ready);
    this.pages.add(page);
    panel.onDidDispose(() => {
      this.pages.delete(page);
      this.recalled.delete(page);
    });
    return page;
  }

  /** The page that follows the recipe that is looked at. */
  private get following(): PlanPage | undefined {
    return [...this.pages].find(({ isKept }) => !isKept);
  }

  /** The page that a command is about. */
  private get looked(): PlanPage {
    const pages = [...this.pages];
    const page = pages.find(({ panel }) => panel.active) ?? this.following ?? pages.at(-1);
    if (!page) {
      throw new Error('Show the plan of a recipe first.');
    }
    return page;
  }

  private update(looked: Looked | undefined): void {
    for (const page of this.pages) {
      const own = page.shown?.document;
      if (!page.isKept || (own && own === looked?.document)) {
        page.update(looked);
      } else if (own) {
        // A base of it may have changed.
        void this.refresh(page, own);
      }
      if (!page.shown) {
        this.recalled.get(page)?.(page).catch(() => undefined);
      }
    }
  }

  private async refresh(page: PlanPage, document: vscode.TextDocument): Promise<void> {
    const plan = await this.plans.of(document).catch(() => undefined); // The server's end is told elsewhere.
    if (plan && plan.svg !== page.shown?.plan.svg) {
      page.update({ document, plan });
    }
  }
}

function svgOf({ shown }: PlanPage): string {
  if (!shown) {
    throw new Error('This page shows no plan yet.');
  }
  return shown.plan.svg;
}
