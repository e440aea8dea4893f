// The pictures of the pages: a recipe with native, custom and blocked letters, its plan beside it, in a
// dark and in a light theme.
//
//   node pictures.mjs URL WORKSPACE FOLDER
//
// WORKSPACE is a copy of `examples/`: the reference recipe gets the seams of the runnable one, all but
// the carrier of `R`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setSettings } from './checking.mjs';
import { Workbench } from './workbench.mjs';

const [url, workspace, folder] = process.argv.slice(2);
const RECIPE = 'nam56r.nam56r.yaml';

function read(name) {
  return readFileSync(path.join(workspace, name), 'utf8');
}

const [seams] = /^seams:\n(?: .*\n)+/m.exec(read('nam56r-runnable.nam56r.yaml'));
const withoutCarrier = seams.replace(/^ {2}carry:\n {4}.*\n/m, '');
const reference = read(RECIPE).replace(/^(#.*\n)+\n/, '');
writeFileSync(path.join(workspace, RECIPE), reference.replace(/^A:$/m, `${withoutCarrier}\nA:`));

function wear(theme) {
  setSettings(workspace, {
    'workbench.colorTheme': theme,
    'workbench.activityBar.location': 'hidden',
    'workbench.layoutControl.enabled': false,
    'window.commandCenter': false,
    'breadcrumbs.enabled': false,
    'editor.fontSize': 14,
  });
}

wear('Default Dark Modern');
const size = { width: 1600, height: 860 };
const workbench = await Workbench.open({ url, screens: folder, size, scale: 1.5 });
const { page } = workbench;
await workbench.openFile(RECIPE);
await workbench.click('pattern: ', 'R');
await page.keyboard.press('Control+b');
await page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
await workbench.until('a squiggle', () => workbench.isUnderlined('pattern: ', 'R'));
await workbench.run('NAM56R: Show Plan');
const layers = workbench.webview().locator('svg.nam56r [data-layer]');
await workbench.until('52 layers', async () => (await layers.count()) === 52);
await workbench.click('pattern: ', 'R');
await page.mouse.wheel(0, -500);
await page.mouse.move(size.width / 2, size.height - 5);
await workbench.until('marked layers', async () => (await workbench.webview().locator('.current').count()) === 4);
await workbench.screen('vscode');
const { color: dark } = await workbench.place('pattern: ', 'R');
wear('Default Light Modern');
await page.locator('.monaco-workbench.vs').waitFor();
await workbench.webview().locator('body.vscode-light').waitFor();
await workbench.until('the colours of the letters, which come last', async () => {
  const now = await workbench.spot('pattern: ', 'R');
  return now?.form === '400 italic none' && now.color !== dark;
});
await workbench.screen('vscode-light');
await workbench.close();
