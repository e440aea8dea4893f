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

class TooLate extends Error {
  name = 'TimeoutError'; // As those of the driver.
}

/** Whether something came in its time; what did not is tried again. */
export async function soon(promise) {
  try {
    await promise;
    return true;
  } catch (problem) {
    if (problem.name === 'TimeoutError') return false;
    throw problem;
  }
}

export const PATIENCE = Number(process.env.NAM56R_PATIENCE ?? 30_000);
/** So long a thing may take before it is done once more. */
const AGAIN = 3_000;
const EDITOR_POSITION = 'status.editor.selection';

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
    // Now and then it reads a workspace before it can, and then says that no folder was added. Nothing of
    // ours is in it before a file is open: it is opened again, which is said.
    for (const isLast of [false, false, false, false, true]) {
      try {
        await page.goto(url, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
        await workbench.drawn();
        return workbench;
      } catch (problem) {
        console.log(`${isLast ? 'FAIL' : 'again'} the workbench opens: ${problem.message.split('\n')[0]}`);
        await workbench.screen('failed-to-open');
        if (isLast) throw problem;
      }
    }
  }

  /** Whether the workbench is there, with the files of its folder. */
  async drawn() {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** By the workbench's own command, which first keeps what is open. */
  async reload() {
    await this.page.evaluate(() => {
      window.isOld = true;
    });
    // Clicked once: a window that is going away takes no command.
    const row = await this.until('the command to reload', () => this.offered('Developer: Reload Window'));
    await row.click();
    await this.page.waitForFunction(() => !window.isOld, undefined, { timeout: 90_000 });
    await this.drawn();
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

  /**
   * Opens a file from the explorer, in an editor that stays, after the folder it is in where one is
   * named; again where rows moved meanwhile.
   */
  async openFile(name, folder) {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    const tab = this.page.locator(`.tab.active[data-resource-name="${name}"]:not(:has(.italic))`);
    await this.until(`${name} in an editor`, async () => {
      if (folder && !(await row.first().isVisible())) {
        const closed = this.page.locator('.explorer-folders-view .monaco-list-row[aria-expanded=false]', {
          has: this.page.getByText(folder, { exact: true }),
        });
        if (await closed.count()) await soon(closed.first().click({ timeout: AGAIN }));
        await soon(row.first().waitFor({ timeout: AGAIN }));
      }
      // The tooltip of another row lies over this one while the mouse rests where it was.
      if (!(await soon(row.first().dblclick({ timeout: AGAIN })))) await this.page.mouse.move(5, 5);
      return soon(tab.waitFor({ timeout: AGAIN }));
    });
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Turns to an editor that is open. */
  async turnTo(name) {
    await this.page.locator(`.tab[data-resource-name="${name}"]`).click();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** By the command palette; again while it has not the command yet, or has not taken it. */
  async run(command) {
    await this.until(`the command ${command}`, async () => {
      const row = await this.offered(command);
      if (!row || !(await soon(row.click({ timeout: AGAIN })))) return false;
      return soon(this.until('', async () => !(await this.asked()).startsWith('>'), AGAIN));
    });
  }

  /** The row of a command in the palette, which is opened anew; undefined where it is not there soon. */
  async offered(command) {
    if ((await this.asked()).startsWith('>')) await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('F1');
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: command }).first();
    const input = this.page.locator('.quick-input-widget:visible input[type=text]');
    const isThere =
      (await soon(input.fill(`>${command}`, { timeout: AGAIN }))) && (await soon(row.waitFor({ timeout: AGAIN })));
    return isThere ? row : undefined;
  }

  /** What stands in the box for quick input; nothing where it is not open. */
  asked() {
    return this.page.evaluate(() => {
      const input = document.querySelector('.quick-input-widget input[type=text]');
      return input?.checkVisibility() ? input.value : '';
    });
  }

  /** What the first such element says that is shown, looked at in one moment; nothing without one. */
  async text(selector) {
    const said = await this.page.evaluate((wanted) => {
      const shown = [...document.querySelectorAll(wanted)].find((element) => element.checkVisibility());
      return shown?.innerText ?? '';
    }, selector);
    return plain(said);
  }

  /** Takes what is offered with this text. */
  async choose(text) {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    await this.until(`${text} to be chosen`, async () => {
      if (await row.isVisible()) await soon(row.click({ timeout: AGAIN }));
      return !(await row.isVisible());
    });
  }

  /**
   * Where a text stands on the screen, on the line that starts with another, with that line's number and
   * the style of its characters; undefined where it is not. `next` is where the character behind it begins. A line is
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
          const rows = [...document.querySelectorAll('.editor-instance .line-numbers')];
          const row = rows.find((one) => {
            const box = one.getBoundingClientRect();
            return box.right <= left && box.top < (top + bottom) / 2 && box.bottom > (top + bottom) / 2;
          });
          const { color, fontWeight, fontStyle, textDecorationLine } = getComputedStyle(node.parentElement);
          return {
            left, right, next, top, bottom,
            number: Number(row?.textContent),
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
    let came = 0;
    await this.until(`a hover with ${wanted.join(', ')}`, async () => {
      const said = await this.text('.monaco-hover:not(.hidden) .monaco-hover-content');
      if (!said && Date.now() - came > AGAIN) {
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
   * Clicks on the middle of a text, or at its left end, until the cursor is on its line and what is typed
   * goes there: a text moves while lenses above it come and go.
   */
  async click(line, text, { left = false } = {}) {
    await this.until(`the cursor at "${text}" on the line "${line}…"`, async () => {
      const at = await this.place(line, text);
      await this.page.mouse.click(left ? at.left + 1 : at.x, at.y);
      const then = await this.spot(line, text);
      return (
        then?.x === at.x &&
        then.y === at.y &&
        (await soon(this.until('', async () => (await this.cursor())?.line === at.number, AGAIN)))
      );
    });
  }

  /** Where the cursor of the editor with the focus is, counted from 1; undefined without one. */
  async cursor() {
    const isFocused = await this.page.evaluate(
      () => document.activeElement?.closest('.editor-instance') !== null,
    );
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec((await this.status(EDITOR_POSITION)) ?? '') ?? [];
    return isFocused && line ? { line: Number(line), column: Number(column) } : undefined;
  }

  /** Puts the cursor on the line that starts with a text, behind that text; no wide characters. */
  async putBehind(line, text) {
    await this.until(`the cursor behind "${line}"`, async () => {
      await this.click(line, text);
      await this.page.keyboard.press('Home');
      for (let n = 0; n < line.length; n += 1) await this.page.keyboard.press('ArrowRight');
      const wanted = line.length + 1;
      return soon(this.until('', async () => (await this.cursor())?.column === wanted, AGAIN));
    });
  }

  /** Writes another line in place of the one that starts with a text and goes on with another. */
  async rewrite(line, text, whole) {
    await this.click(line, text);
    await this.page.keyboard.press('End');
    await this.page.keyboard.press('Shift+Home');
    await this.page.keyboard.insertText(whole);
    await this.until(whole, async () => (await this.lines()).some((text) => text.startsWith(whole)));
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
      if (await drop.count()) await soon(drop.first().click({ timeout: AGAIN }));
      return (await tabs.count()) === 0;
    });
  }

  async clearNotifications() {
    await this.until('no notifications', async () => {
      if ((await this.notifications()).length === 0) return true;
      await this.run('Notifications: Clear All Notifications');
      return soon(this.until('', async () => (await this.notifications()).length === 0, AGAIN));
    });
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
  async until(what, ask, patience = PATIENCE) {
    const end = Date.now() + patience;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new TooLate(`waited in vain for ${what}`);
      await this.page.waitForTimeout(100);
    }
  }
}
