// What somebody who opens a recipe in VS Code must see.
//
//   node checks.mjs URL WORKSPACE SCREENS CODE_SERVER_PID
//
// One line a check; exit code 1 when one has failed. Each begins with the recipe as it was, alone in
// the editor, whatever the one before has left.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Checks, languageServers, must, PATTERN, setSettings, STATUS } from './checking.mjs';
import { soon, Workbench } from './workbench.mjs';

const [url, workspace, screens, serverPid] = process.argv.slice(2);
const RECIPE = 'letters.nam56r.yaml';
const SEAMS = 'seams: ';
const ORIGINAL = readFileSync(path.join(workspace, RECIPE), 'utf8');
const WRITTEN = ORIGINAL.split('\n');
const NATIVE = '700 normal none';
const CUSTOM = '700 normal underline';
const BLOCKED = '400 italic none';

const workbench = await Workbench.open({ url, screens });
const { page } = workbench;
const checks = new Checks(workbench, { before: afresh });
const check = checks.check.bind(checks);
let settings = '{}';
/** Whether the settings stay from check to check: a theme that comes and goes at once may leave none. */
let keepSettings = false;

async function afresh() {
  await page.keyboard.press('Escape');
  await workbench.clearNotifications();
  if (!keepSettings && settings !== '{}') set({});
  if ((await workbench.tabs()).join() !== RECIPE || (await workbench.isChanged())) await workbench.closeAll();
  writeFileSync(path.join(workspace, RECIPE), ORIGINAL);
  await workbench.openFile(RECIPE);
  await workbench.until('the recipe as it was', async () => {
    const lines = await workbench.lines(); // Hints stand behind what is written.
    return WRITTEN.every((written) => lines.some((line) => line.startsWith(written)));
  });
}

function set(values) {
  setSettings(workspace, values);
  settings = JSON.stringify(values);
}

/** Writes a file of the workspace; it is gone when the check is over. */
async function withFile(name, text, run) {
  const file = path.join(workspace, name);
  writeFileSync(file, text);
  try {
    return await run();
  } finally {
    rmSync(file);
  }
}

/** Types before the first letter of the pattern. */
async function typeFirst(text) {
  await workbench.putBehind(PATTERN, 'A');
  await page.keyboard.type(text);
}

function isWithFindings() {
  return workbench.until('a squiggle under `R`', () => workbench.isUnderlined(PATTERN, 'R'));
}

/** The list of completions, where it is open. */
const suggestions = page.locator('.suggest-widget.visible .monaco-list-row');

/** What is written on the line of the pattern, or so many below it, without its hint. */
async function written(below) {
  const lines = await page.evaluate(() =>
    [...document.querySelectorAll('.editor-instance .view-line')]
      .map((line) => ({
        top: line.getBoundingClientRect().top,
        text: [...line.querySelectorAll('span > span')]
          .filter((span) => !/dyn-rule|InlayHint/i.test(span.className))
          .map((span) => span.textContent.replaceAll('\u00a0', ' '))
          .join(''),
      }))
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text),
  );
  const at = lines.findIndex((line) => line.startsWith('pattern: '));
  return lines[at + below]?.trimEnd();
}

/** Waits for the hint of the pattern with an `M` more. */
function fiveLetters() {
  return workbench.until('five letters', async () => (await workbench.lines()).some((line) => /2 A · 2 E · 3 M · 1 R/.test(line)));
}

async function showPlan() {
  await workbench.until('the status', () => workbench.status(STATUS));
  await workbench.run('NAM56R: Show Plan');
  const layers = workbench.webview().locator('svg.nam56r [data-layer]');
  await workbench.until('8 layers', async () => (await layers.count()) === 8);
  return layers;
}

await check('a recipe opens with its findings under exactly the letter', async () => {
  await isWithFindings();
  for (const letter of ['A', 'E', 'M']) {
    must(!(await workbench.isUnderlined(PATTERN, letter)), `a squiggle under ${letter}`);
  }
});

await check('a finding behind characters of several units stands under exactly its word', async () => {
  await workbench.until('a squiggle under `cary`', () => workbench.isUnderlined(SEAMS, 'cary'));
});

await check('the status bar tells target and status', async () => {
  const text = await workbench.until('the status', async () => /core/.test((await workbench.status(STATUS)) ?? '') && workbench.status(STATUS));
  must(text === 'core_v0.19.0 · not runnable · 2 custom · 2 blocked', text);
  return text;
});

const THEMES = {
  'Default Dark+': 'dark_plus',
  'Default Light+': 'light_plus',
  Monokai: 'themes-monokai',
  Abyss: 'abyss',
  'Solarized Light': 'solarized-light',
  'Solarized Dark': 'solarized-dark',
  Red: 'themes-red',
  'Default High Contrast': 'hc_black',
  'Default High Contrast Light': 'hc_light',
};

async function wear(theme) {
  set({ 'workbench.colorTheme': theme });
  await worn(theme).waitFor();
}

function worn(theme) {
  return page.locator(`.monaco-workbench[class*="${THEMES[theme]}" i]`).first();
}

/** On a busy machine a theme that comes while colours are still asked for leaves the workbench without. */
async function wearAgain(theme) {
  set({});
  await worn(theme).waitFor({ state: 'detached' });
  await wear(theme);
}

const WEAR_AGAIN = 6_000;

keepSettings = true;
for (const theme of ['the one that is set', ...Object.keys(THEMES)]) {
  await check(`each status has its style, each family its colour, in a theme: ${theme}`, async () => {
    if (theme in THEMES) await wear(theme);
    let since = Date.now();
    let letters = [];
    const wanted = [NATIVE, NATIVE, CUSTOM, BLOCKED].join();
    await workbench
      .until('the styles', async () => {
        if (theme in THEMES && Date.now() - since > WEAR_AGAIN) {
          await wearAgain(theme);
          since = Date.now();
        }
        letters = await Promise.all(['A', 'E', 'M', 'R'].map((letter) => workbench.spot(PATTERN, letter)));
        const colours = new Set(letters.map((at) => at?.color));
        return letters.map((at) => at?.form).join() === wanted && colours.size === 4;
      })
      .catch(() => must(false, letters.map((at) => `${at?.form} ${at?.color}`).join(', ')));
    return letters.map(({ color }) => color.replace('rgb', '')).join(' ');
  });
}
keepSettings = false;

await check('inlay hints count the layers', async () => {
  const lines = await workbench.until('the hint', async () =>
    (await workbench.lines()).find((line) => line.includes('2 A · 2 E · 2 M · 2 R')),
  );
  must(/2 R$/.test(lines.trim()), `more than one short hint: ${lines}`);
});

await check('lenses tell whether it runs', async () => {
  await workbench.until('the lens', async () => {
    const text = await workbench.text('.codelens-decoration');
    return /not runnable on core_v0\.19\.0/.test(text) && /preview plan/.test(text);
  });
  const plan = page.locator('.tab', { hasText: 'Plan: ' });
  await workbench.until('the plan', async () => {
    await soon(page.locator('.codelens-decoration a', { hasText: 'not runnable' }).first().click({ timeout: 3000 }));
    return soon(plan.first().waitFor({ timeout: 3000 }));
  });
});

await check('a hover explains the letter', async () => {
  await isWithFindings();
  await workbench.hover(PATTERN, 'R', 'unresolved-layer', 'R, the recurrent letter', 'blocked');
  await workbench.screen('hover');
  await page.mouse.move(5, 5);
});

await check('completion offers the keys of a recipe, explained', async () => {
  await workbench.click('data: ', 'mock_data');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('feat');
  await page.keyboard.press('Control+Space');
  const row = page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'features' });
  await row.waitFor();
  await workbench.screen('completion');
  await row.waitFor();
  await page.keyboard.press('Enter');
  await workbench.until('the key', async () => (await workbench.lines()).some((line) => line.startsWith('features:')));
});

await check('typing a letter and Enter begins a new line, and no letter is inserted', async () => {
  await isWithFindings();
  await workbench.click(PATTERN, 'E');
  await page.keyboard.press('End');
  await page.keyboard.type('M');
  // The server has answered for the new text, and VS Code has asked for completion long before.
  await fiveLetters();
  must(!(await suggestions.first().isVisible()), 'a list of letters opened by itself');
  await page.keyboard.press('Enter');
  await workbench.until('a new line', async () => (await written(1)) === '');
  must((await written(0)) === 'pattern: AEMRM', await written(0));
});

await check('letters are offered when somebody asks, and typing on closes the list', async () => {
  await isWithFindings();
  await workbench.click(PATTERN, 'E');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Space');
  await suggestions.first().waitFor();
  must(/^[A-Z]/.test(await suggestions.first().innerText()), 'no letters');
  await page.keyboard.type('M');
  await fiveLetters();
  must(!(await suggestions.first().isVisible()), 'the list is still open');
  must((await written(0)) === 'pattern: AEMRM', await written(0));
});

/**
 * Types the target, and Enter at once behind its last character. Behind a dot VS Code asks anew and shows the
 * list from before while it waits, so the answer to the last dot is waited for.
 */
async function typeTarget() {
  await page.keyboard.type('core_v0.19.', { delay: 40 });
  const wanted = suggestions.filter({ hasText: 'core_v0.19.0' }).first();
  await workbench.until('the list', async () => {
    if (await soon(wanted.waitFor({ timeout: 3000 }))) return true;
    await page.keyboard.press('Backspace'); // A slow answer came too late to be shown.
    await page.keyboard.type('.');
    return false;
  });
  await page.waitForTimeout(1500);
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
}

/** The lines of the file, once one of them has a text. */
async function linesWith(text) {
  await workbench.until(text, async () => (await workbench.lines()).some((line) => line.includes(text)));
  return workbench.lines();
}

await check('a value that is typed to its end and Enter begin a new line', () =>
  withFile('empty.nam56r.yaml', '', async () => {
    await workbench.openFile('empty.nam56r.yaml');
    await workbench.until('the status', () => workbench.status(STATUS));
    await page.locator('.editor-instance .view-line').first().click();
    await page.keyboard.type('target: ', { delay: 40 });
    await typeTarget();
    await page.keyboard.type('pattern: AEMEM', { delay: 40 });
    await page.keyboard.press('Enter');
    await page.keyboard.type('depth: 5');
    const wanted = ['target: core_v0.19.0', 'pattern: AEMEM', 'depth: 5'];
    const lines = await linesWith('depth: 5');
    must(wanted.every((text, index) => lines[index]?.startsWith(text)), lines.join(' / '));
    await workbench.closeAll();
  }),
);

/** Begins a file and takes the key `target` from the list, which opens the list of its values. */
async function takeTarget() {
  await workbench.openFile('empty.nam56r.yaml');
  await workbench.until('the status', () => workbench.status(STATUS));
  await page.locator('.editor-instance .view-line').first().click();
  await page.keyboard.type('targ');
  const key = page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'target' });
  await workbench.until('the key', async () => {
    await page.keyboard.press('Control+Space');
    return soon(key.waitFor({ timeout: 3000 }));
  });
  await page.keyboard.press('Enter');
  await suggestions.filter({ hasText: 'core_v0.19.0' }).first().waitFor();
}

await check('a value that is typed behind a key from the list, and Enter, begin a new line', () =>
  withFile('empty.nam56r.yaml', '\n', async () => {
    await takeTarget();
    await typeTarget();
    await page.keyboard.type('depth: 5');
    const lines = await linesWith('depth: 5');
    must(lines[0].startsWith('target: core_v0.19.0') && lines[1].startsWith('depth: 5'), lines.join(' / '));
    await workbench.closeAll();
  }),
);

await check('a key with few values opens their list, and a release says what it builds', () =>
  withFile('empty.nam56r.yaml', '\n', async () => {
    await takeTarget();
    const says = page.locator('.suggest-details-container');
    await workbench.until('what it builds', async () => {
      if (!(await says.isVisible())) await page.keyboard.press('Control+Space'); // Details fold away.
      return soon(says.getByText('symbol', { exact: false }).first().waitFor({ timeout: 3000 }));
    });
    await workbench.screen('completion-target');
    await page.keyboard.press('Escape');
    await workbench.closeAll();
  }),
);

await check('a fix selects the name that is left to write', async () => {
  await isWithFindings();
  const title = 'Accept `unresolved-layer` on this line';
  const action = page.locator('.action-widget .monaco-list-row', { hasText: title });
  await workbench.until('the action', async () => {
    await workbench.click(PATTERN, 'R');
    await page.keyboard.press('Control+.');
    const isOffered = await soon(action.first().waitFor({ timeout: 3000 }));
    if (!isOffered) await page.keyboard.press('Escape');
    return isOffered;
  });
  // By the keyboard: in a long list VS Code 1.99 lets the row be seen and not be clicked.
  const chosen = page.locator('.action-widget .monaco-list-row.focused', { hasText: title });
  await workbench.until('the action to be chosen', async () => {
    if (await chosen.first().isVisible()) return true;
    await page.keyboard.press('ArrowDown');
    return soon(chosen.first().waitFor({ timeout: 300 }));
  });
  await page.keyboard.press('Enter');
  await workbench.until('the reason to be selected', () => workbench.isSelected(PATTERN, 'TODO say why'));
});

await check('a key that is being typed costs no other finding', async () => {
  await isWithFindings();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('swig');
  await page.keyboard.press('Escape');
  await workbench.until('its own squiggle', () => workbench.isUnderlined('', 'swig'));
  must(await workbench.isUnderlined(PATTERN, 'R'), 'the finding of R is gone');
  must(await workbench.isUnderlined(SEAMS, 'cary'), 'the finding of cary is gone');
});

await check('the code of a finding opens the page of its rule, rendered and not to be edited', async () => {
  await workbench.hover(SEAMS, 'cary', 'unknown-key');
  await page.locator('.monaco-hover:not(.hidden) a', { hasText: 'unknown-key' }).first().click();
  const text = await workbench.until('the page', async () => {
    const shown = await workbench.webview().locator('body').innerText({ timeout: 3000 }).catch(() => '');
    return shown.includes('unknown-key') && shown;
  });
  must(!/over=|```/.test(text), text);
  await workbench.screen('rule');
  await workbench.closeAll();
});

await check('findings of settings go when their file is closed', () =>
  withFile('nam56r.toml', 'ignore = ["no-such-rule"]\n', async () => {
    await workbench.closeAll();
    await workbench.openFile('nam56r.toml');
    await workbench.run('Problems: Focus on Problems View');
    const rows = page.locator('.markers-panel .monaco-list-row', { hasText: 'no-such-rule' });
    await workbench.until('the finding', async () => (await rows.count()) > 0);
    await workbench.closeAll();
    await workbench.until('no finding', async () => (await rows.count()) === 0);
  }).then(() => workbench.run('View: Toggle Panel')),
);

await check('a quick fix repairs the word, and the squiggle goes', async () => {
  await workbench.until('a squiggle under `cary`', () => workbench.isUnderlined(SEAMS, 'cary'));
  const fix = page.locator('.action-widget .monaco-list-row.focused', { hasText: 'to `carry`' });
  await workbench.until('the fix', async () => {
    await workbench.click(SEAMS, 'cary');
    await page.keyboard.press('Control+.');
    const isOffered = await soon(fix.waitFor({ timeout: 3000 }));
    if (!isOffered) await page.keyboard.press('Escape');
    return isOffered;
  });
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
  const layers = await showPlan();
  must((await workbench.webview().locator('.blocked[data-layer]').count()) === 2, 'not two blocked layers');
  await workbench.rewrite('depth: ', '8', 'depth: 12');
  await workbench.until('12 layers', async () => (await layers.count()) === 12);
  await workbench.screen('preview');
});

await check('a layer leads to its letter, and a letter to its layers', async () => {
  await showPlan();
  const webview = workbench.webview();
  await workbench.until('the selection', async () => {
    await webview.locator('[data-layer="7"] .box').click(); // Again, where it was just drawn anew.
    return soon(workbench.until('', () => workbench.isSelected(PATTERN, 'R'), 3000));
  });
  const marked = webview.locator('.current');
  const areMarked = async (letter) => {
    await workbench.until(`marked boxes of ${letter}`, async () => {
      const letters = await marked.evaluateAll((boxes) => boxes.map((box) => box.dataset.letter));
      return letters.join() === `${letter},${letter}`;
    });
  };
  await areMarked('R');
  await workbench.click(PATTERN, 'E', { left: true });
  await areMarked('E');
});

await check('the preview can be zoomed and saved, and a plan that is kept stays beside another', async () => {
  await showPlan();
  const webview = workbench.webview();
  const width = () => webview.locator('svg.nam56r').evaluate((picture) => picture.getBoundingClientRect().width);
  const before = await width();
  await webview.locator('#larger').click();
  await workbench.until('a larger picture', async () => (await width()) > before * 1.2);
  await webview.locator('#fit').click();
  await workbench.until('the picture as it was', async () => Math.abs((await width()) - before) < 1);
  await page.locator('.tab', { hasText: 'Plan: ' }).first().click();
  await workbench.run('NAM56R: Save Plan as SVG');
  const file = path.join(workspace, 'letters.plan.svg');
  await workbench.until(file, async () => {
    const ok = page.locator('.quick-input-widget:visible .monaco-button', { hasText: /^(OK|Save)$/ }).first();
    if (await ok.isVisible()) await soon(ok.click({ timeout: 3000 }));
    return existsSync(file);
  });
  must(readFileSync(file, 'utf8').startsWith('<svg'), 'no picture');
  rmSync(file);
  await page.locator('.tab', { hasText: 'Plan: ' }).first().click();
  await workbench.run('NAM56R: Keep This Plan');
  const plans = page.locator('.tab', { hasText: 'Plan: ' });
  await page.locator('.tab', { hasText: '(kept)' }).waitFor();
  await workbench.turnTo(RECIPE);
  await workbench.run('NAM56R: Show Plan');
  await workbench.until('two plans', async () => (await plans.count()) === 2);
  await workbench.screen('previews');
});

await check('export writes the files', async () => {
  await workbench.rewrite('depth: ', '8', 'depth: 12');
  await workbench.until('the status', async () => /3 custom/.test((await workbench.status(STATUS)) ?? ''));
  await workbench.run('NAM56R: Export Recipe');
  const file = path.join(workspace, 'exports', 'letters.plan.json');
  await workbench.until(file, () => existsSync(file));
  await workbench.until('word of it', async () => (await workbench.notifications()).some((text) => /written/.test(text)));
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  must(plan.layers.length === 12, 'not the recipe that is in the editor');
  for (const name of ['letters.bundle.json', 'letters.launch.sh']) {
    must(existsSync(path.join(workspace, 'exports', name)), `no ${name}`);
  }
  await page.locator('.notification-list-item .monaco-button', { hasText: 'Open Files' }).first().click();
  await workbench.until('the files', async () => (await workbench.tabs()).includes('letters.launch.sh'));
});

await check('comparison with another target is a picture, and words', async () => {
  await workbench.until('the status', () => workbench.status(STATUS));
  await workbench.run('NAM56R: Compare with Another Target');
  const own = page.locator('.quick-input-list .monaco-list-row', { hasText: 'the target of this recipe' });
  await own.waitFor();
  must((await own.innerText()).includes('core_v0.19.0'), await own.innerText());
  await workbench.choose('core_v0.15');
  await page.locator('.tab.active', { hasText: 'core_v0.15' }).waitFor();
  const picture = workbench.webview().locator('svg.nam56r [data-layer]');
  await workbench.until('a picture', async () => (await picture.count()) === 16);
  const links = await workbench.webview().locator('[role=link]').count();
  must(links === 0, `${links} layers look like links and lead nowhere`);
  await workbench.screen('comparison');
  await workbench.run('NAM56R: Show Comparison in Words');
  const words = workbench.webview().locator('h1', { hasText: '0.19.0 → 0.15' });
  await workbench.until('a rendered page', () => soon(words.waitFor({ timeout: 3000 })));
  must(!(await workbench.isChanged()), 'a document that is not saved');
  await workbench.screen('comparison-in-words');
});

await check('the preview runs no script but its own', async () => {
  await showPlan();
  const refused = await workbench.webview().locator('body').evaluate(async (body) => {
    const directives = [];
    document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.hasRun = true';
    const picture = document.createElement('div');
    picture.innerHTML = '<svg onload="window.hasRun = true"><image href="http://127.0.0.1/x.png"/></svg>';
    body.append(script, picture);
    for (let n = 0; n < 50 && directives.length < 3; n += 1) await new Promise((done) => setTimeout(done, 100));
    script.remove();
    picture.remove();
    return [window.hasRun ?? 'nothing has run', ...directives.sort()].join(', ');
  });
  must(refused === 'nothing has run, img-src, script-src-attr, script-src-elem', refused);
  return refused;
});

await check('a JSON recipe is explained without a server, by its schema, and its findings are told once', async () => {
  const name = 'schema.nam56r.json';
  set({ 'nam56r.path': '/nowhere/else/nam56r' }); // Another sentence than the one below: each is told once.
  await workbench.until('the status to say so', async () => (await workbench.status(STATUS)) === 'nam56r');
  const text = '{\n  "target": "core_v0.19.0",\n  "pattern": "E",\n  "depth": "2",\n  "E": {"num_experts": 16, "moe_router_topc": 4}\n}\n';
  await withFile(name, text, async () => {
    await workbench.openFile(name);
    await workbench.hover('  "E"', 'num_experts', 'Routed experts per layer');
    await page.waitForTimeout(1500);
    must((await workbench.squiggles()).length === 0, 'the schema judges');
    await page.mouse.move(5, 5);
    set({});
    await workbench.until('a squiggle', () => workbench.isUnderlined('  "E"', '"moe_router_topc"'));
    await workbench.until('a squiggle', () => workbench.isUnderlined('  "depth"', '"2"'));
    await workbench.run('Problems: Focus on Problems View');
    const rows = page.locator('.markers-panel .monaco-list-row');
    await workbench.until('problems', async () => (await rows.count()) > 2);
    const told = (await rows.allInnerTexts()).slice(1).map((one) => one.replace(/\s+/g, ' '));
    const twice = told.filter((one) => !one.includes('nam56r'));
    must(twice.length === 0, twice.join(' / '));
    await workbench.closeAll();
  });
  await workbench.run('View: Toggle Panel');
});

await check('the preview follows the theme', async () => {
  const layers = await showPlan();
  const colours = () =>
    layers.first().evaluate((layer) => {
      const title = [...layer.ownerSVGElement.querySelectorAll('text')].find((text) => !text.closest('[data-layer]'));
      const { fill } = getComputedStyle(title);
      return `${fill} on ${getComputedStyle(document.body).backgroundColor}`;
    });
  const seen = [];
  for (const theme of ['Default Dark+', 'Default Light+', 'Default High Contrast']) {
    await wear(theme);
    const grounds = seen.map((one) => one.split(' on ')[1]);
    seen.push(await workbench.until(`the ground of ${theme}`, async () => {
      const now = await colours();
      return !grounds.includes(now.split(' on ')[1]) && now;
    }));
  }
  const [dark, light, contrast] = seen.map((one) => one.split(' on ')[0]);
  must(dark === contrast && dark !== light, seen.join(', '));
  return seen.join(', ');
});

for (const [language, name, line, text] of [
  ['JSON', 'small.nam56r.json', '  "pattern": "', '{\n  "target": "core_v0.19.0",\n  "pattern": "ER",\n  "depth": 4,\n  "E": {"num_experts": 16, "moe_router_topk": 4, "moe_ffn_hidden_size": 896}\n}\n'],
  ['TOML', 'small.nam56r.toml', 'pattern = "', 'target = "core_v0.19.0"\npattern = "ER"\ndepth = 4\nE = {num_experts = 16, moe_router_topk = 4, moe_ffn_hidden_size = 896}\n'],
]) {
  await check(`a recipe in ${language} beside the other, each with findings and a status of its own`, () =>
    withFile(name, text, async () => {
      await workbench.openFile(name);
      await workbench.until('a squiggle', () => workbench.isUnderlined(line, 'R'));
      await workbench.until('colours', async () => (await workbench.spot(line, 'R'))?.form === BLOCKED);
      const status = await workbench.until('its status', async () => {
        const now = await workbench.status(STATUS);
        return now !== 'core_v0.19.0 · not runnable · 2 custom · 2 blocked' && now;
      });
      must(status === 'core_v0.19.0 · not runnable · 2 blocked', status);
      await workbench.turnTo(RECIPE);
      await workbench.until('the other status', async () => (await workbench.status(STATUS)) === 'core_v0.19.0 · not runnable · 2 custom · 2 blocked');
      await isWithFindings();
      await workbench.closeAll();
      return status;
    }).then(async (status) => {
      const file = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
      await workbench.until('the file to be gone', async () => (await file.count()) === 0);
      return status;
    }),
  );
}

await check('a task finds what check prints, and leads to its place', async () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../../editors/vscode/README.md'), 'utf8');
  const [, task] = /## Tasks\n[^]*?```json\n([^]*?)```/.exec(readme);
  mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
  await withFile('.vscode/tasks.json', `{"version": "2.0.0", "tasks": [${task}]}`, async () => {
    await workbench.closeAll();
    await workbench.run('Problems: Focus on Problems View');
    const rows = page.locator('.markers-panel .monaco-list-row');
    const shows = async (place) => (await rows.allInnerTexts()).some((text) => /unknown-key/.test(text) && text.includes(place));
    // An emoji is two units in an editor, and one character on the command line.
    await workbench.until('what the server says', () => shows('Ln 11, Col 23'));
    await workbench.run('Tasks: Run Task');
    await workbench.choose('nam56r check');
    await page.locator('.terminal-tab, .terminal-wrapper, .xterm').first().waitFor(); // It takes the panel.
    await workbench.until('what the task says', async () => {
      if ((await rows.count()) === 0) await soon(page.getByRole('tab', { name: 'Problems' }).first().click({ timeout: 3000 }));
      return shows('Ln 11, Col 22');
    });
    await workbench.until('the file and its two findings', async () => (await rows.count()) === 3);
    await workbench.screen('problems');
  });
  await workbench.run('View: Toggle Panel');
});

await check('a file that is no recipe stays silent', async () => {
  await workbench.until('the status', () => workbench.status(STATUS));
  await workbench.openFile('ordinary.yaml');
  await workbench.click('target: ', 'build');
  await page.keyboard.type('abc', { delay: 200 });
  await page.keyboard.press('Control+z');
  // When the server speaks about the next file, it has long seen this one.
  await workbench.openFile('marked.yaml');
  await workbench.until('findings in a file with a mark', async () => (await workbench.squiggles()).length > 0);
  await workbench.turnTo('ordinary.yaml');
  await page.waitForTimeout(1500);
  const status = await workbench.status(STATUS);
  must(status === undefined, `the status ${status}`);
  must((await workbench.squiggles()).length === 0, 'squiggles');
  must((await page.locator('.codelens-decoration').count()) === 0, 'lenses');
  const lines = (await workbench.lines()).filter((line) => line.startsWith(PATTERN));
  must(lines.join() === 'pattern: AEMR', `hints: ${lines}`);
  const said = workbench.log().filter((line) => /ordinary\.yaml|Traceback/.test(line));
  must(said.length === 0, `${said.length} lines in the log: ${said[0]}`);
});

await check('a new server takes over after a restart', async () => {
  await isWithFindings();
  const before = await workbench.until('one server', () => {
    const now = languageServers(serverPid);
    return now.length === 1 && now;
  });
  await workbench.run('NAM56R: Restart Server');
  await workbench.until('another server', () => {
    const now = languageServers(serverPid);
    return now.length === 1 && now[0].pid !== before[0].pid;
  });
  await typeFirst('Q');
  await workbench.until('its findings', () => workbench.isUnderlined(PATTERN, 'Q'));
  const said = await workbench.notifications();
  must(!said.some((text) => /error|fail|crash|could/i.test(text)), said.join(' '));
});

await check('a new recipe is a recipe before it is saved', async () => {
  await workbench.closeAll();
  await workbench.run('NAM56R: New Recipe');
  await workbench.choose('native');
  await workbench.place('pattern:', ' ');
  await workbench.until('its status', async () => /^core_v[0-9.]+ · all native$/.test((await workbench.status(STATUS)) ?? ''));
  await workbench.until('no squiggles', async () => (await workbench.squiggles()).length === 0);
  must(!existsSync(path.join(workspace, 'recipe.nam56r.yaml')), 'it was written');
});

await check('a server that is not there is one quiet sentence, and is found again', async () => {
  set({ 'nam56r.path': '/nowhere/nam56r' });
  await workbench.until('the sentence', async () =>
    (await workbench.notifications()).some((text) => /nam56r\.path names \/nowhere\/nam56r/.test(text)),
  );
  await workbench.until('the status to say so', async () => (await workbench.status(STATUS)) === 'nam56r');
  const said = await workbench.notifications();
  must(said.length === 1, said.join(' / '));
  await workbench.screen('no-server');
  const actions = page.locator('.quick-input-list .monaco-list-row');
  await workbench.until('what can be done', async () => {
    await soon(page.locator(`.statusbar-item[id="${STATUS}"] a`).click({ timeout: 3000 }));
    return soon(actions.first().waitFor({ timeout: 3000 }));
  });
  const offered = await actions.allInnerTexts();
  for (const words of ['How to Install', 'Name a Command', 'Try Again', 'Show Log']) {
    must(offered.some((text) => text.includes(words)), `${words} is not in ${offered.join(' / ')}`);
  }
  await workbench.choose('Name a Command');
  await page.locator('.settings-editor .setting-item-contents input[aria-label="nam56r.path"]').waitFor();
  set({});
  await workbench.until('the status', async () => /core_v0\.19\.0/.test((await workbench.status(STATUS)) ?? ''));
});

// The last in the workbench: tasks, for one, are taken up again after a reload in a time of their own.
await check('the preview is there again after the window was reloaded', async () => {
  const plan = page.locator('.tab', { hasText: 'Plan: ' }).first();
  // A browser may leave before the workbench has kept which editors are open.
  await workbench.until('an open preview after a reload', async () => {
    await afresh();
    await showPlan();
    await workbench.openFile('ordinary.yaml'); // Its recipe is then not the one that is looked at.
    await workbench.reload();
    return soon(plan.waitFor({ timeout: 5_000 }));
  });
  const layers = workbench.webview().locator('svg.nam56r [data-layer]');
  await workbench.until('8 layers', async () => (await layers.count()) === 8);
  await workbench.turnTo(RECIPE);
  await workbench.rewrite('depth: ', '8', 'depth: 12');
  await workbench.until('12 layers', async () => (await layers.count()) === 12);
});

await check('nothing outside this machine is asked for', () =>
  must(workbench.outside.size === 0, [...workbench.outside].join(' ')),
);

await checks.finish();
