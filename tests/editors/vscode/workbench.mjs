// A VS Code workbench in a headless browser, as somebody who looks at it and types sees it.
//
// Must not know what is checked. The folder that has playwright-core is DRIVER.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(pathToFileURL(path.join(process.env.DRIVER, 'x.js')))('playwright-core');

/** The editor's text has no-break spaces for spaces. */
const plain = (text) => text.replaceAll('\u00a0', ' ');

export const PATIENCE = 20_000;

export class Workbench {
  static async open({ url, pictures, size = { width: 1400, height: 900 }, scale = 1 }) {
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
    const workbench = new Workbench(browser, page, pictures);
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    return workbench;
  }

  constructor(browser, page, pictures) {
    this.browser = browser;
    this.page = page;
    this.pictures = pictures;
    this.outside = new Set();
    mkdirSync(pictures, { recursive: true });
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

  async picture(name) {
    const file = path.join(this.pictures, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Opens a file from the explorer, in an editor that stays. */
  async openFile(name) {
    await this.page.getByRole('treeitem', { name, exact: false }).first().dblclick();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** The command palette. */
  async run(command) {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await input.waitFor();
    await input.fill(`>${command}`);
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: command });
    await row.first().waitFor();
    await row.first().click();
  }

  /**
   * Where a text stands on the screen, on the line that starts with another, with the style of its
   * characters; undefined where it is not. A line is one span a token, so it is found as a range.
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
          const range = document.createRange();
          const [node, offset] = at(start, false);
          range.setStart(node, offset);
          range.setEnd(...at(start + wanted.length, true));
          const { left, right, top, bottom } = range.getBoundingClientRect();
          const { color, fontWeight, fontStyle, textDecorationLine } = getComputedStyle(node.parentElement);
          return {
            left, right, top, bottom,
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

  /** The boxes of squiggles, from left to right. */
  squiggles() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('.editor-instance [class*="squiggly-"]')]
        .map((element) => element.getBoundingClientRect())
        .filter((box) => box.width > 0)
        .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))
        .sort((a, b) => a.top - b.top || a.left - b.left),
    );
  }

  /** Whether a squiggle lies under exactly this text: as wide as it, on its line. */
  async isUnderlined(line, text) {
    const at = await this.spot(line, text);
    return (
      at !== undefined &&
      (await this.squiggles()).some(
        (box) =>
          Math.abs(box.left - at.left) < 1.5 &&
          Math.abs(box.right - at.right) < 1.5 &&
          box.top < at.bottom &&
          box.bottom > at.top,
      )
    );
  }

  /** What the box says that opens when the mouse rests on a text. */
  async hover(line, text) {
    const at = await this.place(line, text);
    await this.page.mouse.move(at.x + 3, at.y + 160);
    await this.page.mouse.move(at.x - 1, at.y);
    await this.page.mouse.move(at.x, at.y, { steps: 3 });
    const box = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
    await box.waitFor();
    await this.until('a hover that has loaded', async () => !/Loading/.test(await box.innerText()));
    return plain(await box.innerText()).replace(/\s+/g, ' ').trim();
  }

  async click(line, text) {
    const at = await this.place(line, text);
    await this.page.mouse.click(at.x, at.y);
  }

  async status(id) {
    const item = this.page.locator(`.statusbar-item[id="${id}"]`);
    return (await item.isVisible()) ? (await item.innerText()).replace(/\s+/g, ' ').trim() : undefined;
  }

  async notifications() {
    const texts = await this.page.locator('.notification-list-item-message').allInnerTexts();
    return texts.map((text) => text.trim());
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
