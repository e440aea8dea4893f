// A VS Code workbench in a headless browser, as somebody who looks at it and types sees it.
//
// Must not know what is checked. The folder that has playwright-core is DRIVER, that of code-server's
// logs LOGS.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(pathToFileURL(path.join(process.env.DRIVER, 'x.js')))('playwright-core');

/** The editor's text has no-break spaces for spaces. */
const plain = (text) => text.replaceAll('\u00a0', ' ');

const HOVER_AGAIN = 3_000;
export const PATIENCE = Number(process.env.NAM56R_PATIENCE ?? 20_000);

export class Workbench {
  static async open({ url, screens, size = { width: 1400, height: 900 }, scale = 1 }) {
    const browser = await chromium.launch({
      executablePath: execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // Nothing is looked up: what is not on this machine is not there.
        '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      ],
    });
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
    page.setDefaultTimeout(PATIENCE);
    const workbench = new Workbench(browser, page, screens);
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 90_000 });
    await page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    return workbench;
  }

  constructor(browser, page, screens) {
    this.browser = browser;
    this.page = page;
    this.screens = screens;
    this.outside = new Set();
    mkdirSync(screens, { recursive: true });
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      const webview = hostname.endsWith('.vscode-cdn.net');
      if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1' && !webview) {
        this.outside.add(hostname);
      }
    });
  }

  close() {
    return this.browser.close();
  }

  async screen(name) {
    await this.page.waitForTimeout(500); // What is fading in has done so.
    await this.page.screenshot({ path: path.join(this.screens, `${name}.png`) });
  }

  /** Opens a file from the explorer, in an editor that stays. */
  async openFile(name) {
    await this.page.getByRole('treeitem', { name, exact: false }).first().dblclick();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** The command palette; opened again while it has not the command yet. */
  async run(command) {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first();
    await this.until(`the command ${command}`, async () => {
      await this.page.keyboard.press('F1');
      const input = this.page.locator('.quick-input-widget input[type=text]');
      await input.waitFor();
      await input.fill(`>${command}`);
      const isThere = await row.waitFor({ timeout: 3000 }).then(() => true, () => false);
      if (!isThere) await this.page.keyboard.press('Escape');
      return isThere;
    });
    await row.click();
  }

  /**
   * Where a text stands on the screen, on the line that starts with another, with the style of its
   * characters; undefined where it is not. `next` is where the character behind it begins. A line is
   * one span a token, so a text is found as a range.
   */
  spot(line, text) {
    return this.page.evaluate(
      ([wantedLine, wanted]) => {
        const plain = (s) => s.replaceAll('\u00a0', ' ');
        for (const shown of document.querySelectorAll('.editor-instance .view-line')) {
          if (!plain(shown.textContent).startsWith(wantedLine)) continue;
          const nodes = [];
          const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode()); ) nodes.push(node);
          const whole = plain(nodes.map((node) => node.data).join(''));
          const start = whole.indexOf(wanted, wantedLine.length);
          if (start < 0) continue;
          const at = (offset, end) => {
            for (const node of nodes) {
              if (offset < node.data.length || (end && offset === node.data.length)) return [node, offset];
              offset -= node.data.length;
            }
            return undefined;
          };
          const boxOf = (from, to) => {
            const range = document.createRange();
            range.setStart(...at(from, false));
            range.setEnd(...at(to, true));
            return range.getBoundingClientRect();
          };
          const end = start + wanted.length;
          const { left, right, top, bottom } = boxOf(start, end);
          const next = end < whole.length ? boxOf(end, end + 1).left : right;
          const [node] = at(start, false);
          const { color, fontWeight, fontStyle, textDecorationLine } = getComputedStyle(node.parentElement);
          return {
            left, right, next, top, bottom,
            x: (left + right) / 2,
            y: (top + bottom) / 2,
            color,
            form: `${fontWeight} ${fontStyle} ${textDecorationLine}`,
          };
        }
        return undefined;
      },
      [line, text],
    );
  }

  /** As `spot`, waited for. */
  async place(line, text) {
    return this.until(`"${text}" on the line "${line}…"`, () => this.spot(line, text));
  }

  /** The texts of the first editor's lines, hints included. */
  async lines() {
    const texts = await this.page.locator('.editor-instance .view-line').allTextContents();
    return texts.map(plain);
  }

  /** The boxes of elements inside the editors. */
  boxes(selector) {
    return this.page.evaluate(
      (wanted) =>
        [...document.querySelectorAll(`.editor-instance ${wanted}`)]
          .map((element) => element.getBoundingClientRect())
          .filter((box) => box.width > 0)
          .map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
      selector,
    );
  }

  squiggles() {
    return this.boxes('[class*="squiggly-"]');
  }

  /** Whether a squiggle lies under exactly this text. */
  isUnderlined(line, text) {
    return this.isCovered(line, text, '[class*="squiggly-"]');
  }

  isSelected(line, text) {
    return this.isCovered(line, text, '.selected-text');
  }

  /** Whether such an element begins with a text and ends with it, or with the gap behind it. */
  async isCovered(line, text, selector) {
    const at = await this.spot(line, text);
    const close = 1.5;
    return (
      at !== undefined &&
      (await this.boxes(selector)).some(
        (box) =>
          Math.abs(box.left - at.left) < close &&
          box.right > at.right - close &&
          box.right < Math.max(at.right, at.next) + close &&
          box.top < at.bottom &&
          box.bottom > at.top,
      )
    );
  }

  /** The box that opens when the mouse rests on a text, once it says all of this. The workbench
   * shuts it when the text is drawn anew, as by colours that come late: then the mouse comes again. */
  async hover(line, text, ...wanted) {
    const box = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
    let came = 0;
    await this.until(`a hover with ${wanted.join(', ')}`, async () => {
      const said = (await box.isVisible()) ? plain(await box.innerText()) : '';
      if (!said && Date.now() - came > HOVER_AGAIN) {
        came = Date.now();
        const at = await this.place(line, text);
        await this.page.mouse.move(at.x + 3, at.y + 160);
        await this.page.mouse.move(at.x - 1, at.y);
        await this.page.mouse.move(at.x, at.y, { steps: 3 });
      }
      return wanted.every((words) => said.includes(words));
    });
  }

  /**
   * Clicks on the middle of a text, or at its left end; again where it moved meanwhile, as the lenses
   * above it come and go.
   */
  async click(line, text, { left = false } = {}) {
    await this.until(`"${text}" to stand still`, async () => {
      const at = await this.place(line, text);
      await this.page.mouse.click(left ? at.left + 1 : at.x, at.y);
      const then = await this.spot(line, text);
      return then?.x === at.x && then.y === at.y;
    });
  }

  /** The text of an item of the status bar; undefined where it is not shown. */
  status(id) {
    return this.page.evaluate((wanted) => {
      const item = document.querySelector(`.statusbar-item[id="${wanted}"]`);
      const shown = item?.checkVisibility() && item.innerText.replace(/\s+/g, ' ').trim();
      return shown || undefined;
    }, id);
  }

  /** The names of the open editors. */
  tabs() {
    return this.page.locator('.tab').evaluateAll((tabs) => tabs.map((tab) => tab.dataset.resourceName));
  }

  async isChanged() {
    return (await this.page.locator('.tab.active.dirty').count()) > 0;
  }

  /** Closes every editor, and saves nothing. */
  async closeAll() {
    const tabs = this.page.locator('.tab');
    if ((await tabs.count()) === 0) return;
    await this.run('View: Close All Editors');
    const drop = this.page.locator('.monaco-dialog-box .monaco-button', { hasText: "Don't Save" });
    await this.until('no editors', async () => {
      if (await drop.count()) await drop.first().click();
      return (await tabs.count()) === 0;
    });
  }

  async clearNotifications() {
    if ((await this.notifications()).length > 0) {
      await this.run('Notifications: Clear All Notifications');
      await this.until('no notifications', async () => (await this.notifications()).length === 0);
    }
  }

  /** What the extension's log says, line by line. LOGS is the folder of the logs. */
  log() {
    const files = readdirSync(process.env.LOGS, { recursive: true }).filter((name) => name.endsWith('nam56r.log'));
    return files.flatMap((name) => readFileSync(path.join(process.env.LOGS, name), 'utf8').split('\n'));
  }

  async notifications() {
    const texts = await this.page.locator('.notification-list-item-message').allInnerTexts();
    return texts.map((text) => text.trim()).filter(Boolean);
  }

  /** The document inside the webview that is shown. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  }

  /** Asks again until there is an answer that is not empty; the screen follows in its own time. */
  async until(what, ask) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await this.page.waitForTimeout(100);
    }
  }
}
