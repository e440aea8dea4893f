// What somebody who opens a recipe in VS Code must see.
//
//   node checks.mjs URL WORKSPACE SCREENS CODE_SERVER_PID
//
// One line a check; exit code 1 when one has failed. What is broken stays broken for the checks that
// follow, so each puts the editor where it wants it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Workbench } from './workbench.mjs';

const [url, workspace, screens, serverPid] = process.argv.slice(2);
const RECIPE = 'letters.nam56r.yaml';
const STATUS = 'nam56r.nam56r.nam56r.status';
const PATTERN = 'pattern: ';
const SEAMS = 'seams: ';

let failed = 0;
const workbench = await Workbench.open({ url, screens });
const { page } = workbench;

async function check(name, run) {
  try {
    const note = await run();
    console.log(`ok   ${name}${note === undefined ? '' : `: ${note}`}`);
  } catch (problem) {
    failed += 1;
    console.log(`FAIL ${name}: ${`${problem.message ?? problem}`.split('\n')[0]}`);
    await workbench.screen(`failed-${failed}`);
    await page.keyboard.press('Escape');
  }
}

function must(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

/** The language servers below this code-server. */
function languageServers() {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(pid, { parent, words: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (pid) => pid === serverPid || (parents.has(pid) && isBelow(parents.get(pid).parent));
  return [...parents]
    .filter(([pid, { words }]) => words.includes('server') && words.some((w) => /nam56r|broken_server/.test(w)) && isBelow(pid))
    .map(([pid]) => pid);
}

/** Types before the first letter of the pattern. */
async function typeFirst(text) {
  await workbench.click(PATTERN, 'A');
  await page.keyboard.press('Home');
  for (let n = 0; n < PATTERN.length; n += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.type(text);
}

function setSettings(values) {
  const folder = path.join(workspace, '.vscode');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(values));
}

await check('a recipe opens with its findings under exactly the letter', async () => {
  await workbench.openFile(RECIPE);
  await workbench.until('a squiggle under `R`', () => workbench.isUnderlined(PATTERN, 'R'));
  for (const letter of ['A', 'E', 'M']) {
    must(!(await workbench.isUnderlined(PATTERN, letter)), `a squiggle under ${letter}`);
  }
});

await check('a finding behind characters of several units stands under exactly its word', async () => {
  await workbench.until('a squiggle under `cary`', () => workbench.isUnderlined(SEAMS, 'cary'));
});

await check('the status bar tells target and status', async () => {
  const text = await workbench.until('the status', () => workbench.status(STATUS));
  must(text === 'core_v0.19.0 · 2 custom · 2 blocked', text);
  return text;
});

await check('the status of a letter has a style of its own, its family a colour', async () => {
  const found = await workbench.until('three styles and four colours', async () => {
    const letters = [];
    for (const letter of ['A', 'E', 'M', 'R']) letters.push(await workbench.spot(PATTERN, letter));
    const count = (what) => new Set(letters.map((at) => at?.[what])).size;
    return count('form') === 3 && count('color') === 4 && letters;
  });
  const [a, e, m, r] = found.map(({ form }) => form);
  must(a === e, `two native letters: ${a} and ${e}`);
  return `native ${a}, custom ${m}, blocked ${r}`;
});

await check('inlay hints count the layers', async () => {
  const lines = await workbench.until('the hint', async () =>
    (await workbench.lines()).find((line) => line.includes('2 A · 2 E · 2 M · 2 R')),
  );
  must(lines.includes('2 custom, 2 blocked'), lines);
});

await check('lenses tell whether it runs', async () => {
  const lens = page.locator('.codelens-decoration').first();
  await lens.waitFor();
  const text = await lens.innerText();
  must(/not runnable on core_v0\.19\.0/.test(text) && /preview plan/.test(text), text);
});

await check('a hover explains the letter', async () => {
  await workbench.hover(PATTERN, 'R', 'unresolved-layer', 'R, the recurrent letter', 'blocked');
  await workbench.screen('hover');
  await page.mouse.move(5, 5);
});

await check('completion offers the keys of a recipe, explained', async () => {
  await workbench.click('data: ', 'mock_data');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('feat');
  await page.keyboard.press('Control+Space');
  const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'features' });
  await row.first().waitFor();
  await workbench.screen('completion');
  await page.keyboard.press('Enter');
  await workbench.until('the key', async () => (await workbench.lines()).some((line) => line.startsWith('features:')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
});

await check('a quick fix repairs the word, and the squiggle goes', async () => {
  await workbench.click(SEAMS, 'cary');
  await page.keyboard.press('Control+.');
  const fix = page.locator('.action-widget .monaco-list-row.focused', { hasText: 'to `carry`' });
  await fix.waitFor();
  await workbench.screen('quick-fix');
  await page.keyboard.press('Enter');
  await workbench.place(SEAMS, 'carry: {}');
  must(!(await workbench.spot(SEAMS, 'cary')), 'the old word is still there');
  await workbench.until('no squiggle under `carry`', async () => !(await workbench.isUnderlined(SEAMS, 'carry')));
  must(await workbench.isUnderlined(PATTERN, 'R'), 'the other squiggles went as well');
});

await check('typing changes the findings', async () => {
  await typeFirst('Q');
  await workbench.until('a squiggle under `Q`', () => workbench.isUnderlined(PATTERN, 'Q'));
  await page.keyboard.press('Backspace');
  await workbench.until('R alone', async () => !(await workbench.spot(PATTERN, 'Q')) && workbench.isUnderlined(PATTERN, 'R'));
});

await check('the preview shows the plan as a picture, and follows the text', async () => {
  await workbench.run('NAM56R: Show Plan');
  const layers = workbench.webview().locator('svg.nam56r [data-layer]');
  await workbench.until('8 layers', async () => (await layers.count()) === 8);
  must((await workbench.webview().locator('.blocked[data-layer]').count()) === 2, 'not two blocked layers');
  await workbench.click('depth: ', '8');
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('12');
  await workbench.until('12 layers', async () => (await layers.count()) === 12);
  await workbench.screen('preview');
});

await check('a layer leads to its letter, and a letter to its layers', async () => {
  const webview = workbench.webview();
  await webview.locator('[data-layer="7"] .box').click();
  await workbench.until('the selection', () => workbench.isSelected(PATTERN, 'R'));
  const e = await workbench.place(PATTERN, 'E');
  await page.mouse.click(e.left + 1, e.y);
  const marked = webview.locator('.current');
  await workbench.until('three marked boxes', async () => (await marked.count()) === 3);
  const letters = await marked.evaluateAll((boxes) => boxes.map((box) => box.dataset.letter));
  must(letters.every((letter) => letter === 'E'), letters.join());
});

await check('export writes the files', async () => {
  await workbench.run('NAM56R: Export Recipe');
  const file = path.join(workspace, 'exports', 'letters.plan.json');
  await workbench.until(file, () => existsSync(file));
  await workbench.until('word of it', async () => (await workbench.notifications()).some((text) => /written/.test(text)));
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  must(plan.layers.length === 12, 'not the recipe that is in the editor');
  for (const name of ['letters.bundle.json', 'letters.launch.sh']) {
    must(existsSync(path.join(workspace, 'exports', name)), `no ${name}`);
  }
  await page.keyboard.press('Escape');
});

await check('comparison with another target is a picture', async () => {
  await workbench.click(PATTERN, 'A');
  await workbench.run('NAM56R: Compare with Another Target');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'core_v0.15' });
  await row.first().click();
  await page.locator('.tab.active', { hasText: 'core_v0.15' }).waitFor();
  const picture = workbench.webview().locator('svg.nam56r [data-layer]');
  await workbench.until('a picture', async () => (await picture.count()) > 12);
  await workbench.screen('comparison');
  await page.keyboard.press('Escape');
  await workbench.run('View: Close All Editors');
  await page.locator('.editor-instance').first().waitFor({ state: 'detached' });
});

await check('a file that is no recipe stays silent', async () => {
  await workbench.openFile(RECIPE);
  await workbench.until('the status', () => workbench.status(STATUS));
  await workbench.openFile('ordinary.yaml');
  await workbench.until('no status', async () => (await workbench.status(STATUS)) === undefined);
  await page.waitForTimeout(1000);
  must((await workbench.squiggles()).length === 0, 'squiggles');
  must((await page.locator('.codelens-decoration').count()) === 0, 'lenses');
  const lines = (await workbench.lines()).filter((line) => line.startsWith(PATTERN));
  must(lines.join() === 'pattern: AEMR', `hints: ${lines}`);
});

await check('a new server takes over after a restart', async () => {
  await workbench.openFile(RECIPE);
  await workbench.until('a squiggle', () => workbench.isUnderlined(PATTERN, 'R'));
  const before = languageServers();
  must(before.length === 1, `${before.length} servers`);
  await workbench.run('NAM56R: Restart Server');
  await workbench.until('another server', () => {
    const now = languageServers();
    return now.length === 1 && now[0] !== before[0];
  });
  await typeFirst('Q');
  await workbench.until('its findings', () => workbench.isUnderlined(PATTERN, 'Q'));
  await page.keyboard.press('Backspace');
  const said = await workbench.notifications();
  must(!said.some((text) => /error|fail|crash|could/i.test(text)), said.join(' '));
});

await check('a new recipe is a recipe before it is saved', async () => {
  await workbench.run('View: Close All Editors');
  await page.locator('.editor-instance').first().waitFor({ state: 'detached' });
  await workbench.run('NAM56R: New Recipe');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'native' }).first().click();
  await workbench.place('pattern:', ' ');
  await workbench.until('its status', async () => /^core_v[0-9.]+ · all native$/.test((await workbench.status(STATUS)) ?? ''));
  must((await workbench.squiggles()).length === 0, 'squiggles');
  must(!existsSync(path.join(workspace, 'recipe.nam56r.yaml')), 'it was written');
  await workbench.openFile(RECIPE);
  await workbench.until('the status', async () => /custom/.test((await workbench.status(STATUS)) ?? ''));
});

await check('a server that is not there is one quiet sentence, and is found again', async () => {
  setSettings({ 'nam56r.path': '/nowhere/nam56r' });
  await workbench.until('the sentence', async () =>
    (await workbench.notifications()).some((text) => /nam56r\.path names \/nowhere\/nam56r/.test(text)),
  );
  await workbench.until('the status to say so', async () => (await workbench.status(STATUS)) === 'nam56r');
  must((await workbench.notifications()).length === 1, 'more than one sentence');
  await workbench.screen('no-server');
  setSettings({});
  await workbench.until('the status', async () => /core_v0\.19\.0/.test((await workbench.status(STATUS)) ?? ''));
});

await check('nothing outside this machine is asked for', () =>
  must(workbench.outside.size === 0, [...workbench.outside].join(' ')),
);

await workbench.close();
console.log(failed ? `${failed} failed` : 'all passed');
process.exit(failed ? 1 : 0);
