// What somebody who begins with the extension meets: its walkthrough, and the page of settings.
//
//   node beginning.mjs URL WORKSPACE SCREENS
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Checks, must, STATUS } from './checking.mjs';
import { soon, Workbench } from './workbench.mjs';

const [url, workspace, screens] = process.argv.slice(2);
const NONE = '(none: a recipe without a target is reported)';
const RECIPE = 'letters.nam56r.yaml';
const UNTARGETED = 'untargeted.nam56r.yaml';
const EXTENSION = path.join(import.meta.dirname, '../../../editors/vscode');
const { walkthroughs } = JSON.parse(readFileSync(path.join(EXTENSION, 'package.json'), 'utf8')).contributes;
const [walkthrough] = walkthroughs;
const LINK = /^\[(.+)\]\(command:([\w.]+)(\?.*)?\)$/;

writeFileSync(path.join(workspace, UNTARGETED), readFileSync(path.join(workspace, RECIPE), 'utf8').replace(/^target:.*\n/m, ''));
const workbench = await Workbench.open({ url, screens });
const { page } = workbench;
const checks = new Checks(workbench);
const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
const box = (setting) => page.locator(`.settings-editor .setting-item-contents input[aria-label="${setting}"]`);

async function told(words) {
  await workbench.until(`word of ${words}`, async () => (await workbench.notifications()).some((text) => words.test(text)));
  await workbench.clearNotifications();
}

/** A choice; the step that is done now may take the focus, and with it what was to choose from. */
async function offered(text, press) {
  await workbench.until(text, async () => {
    if (await soon(row(text).waitFor({ timeout: 3000 }))) return true;
    await press();
    return false;
  });
  await page.keyboard.press('Escape');
  await row(text).waitFor({ state: 'hidden' });
}

/** What each command of the walkthrough must lead to; `press` presses its button once more. */
const LEADS = {
  'nam56r.nameCommand': async () => {
    await box('nam56r.path').waitFor();
  },
  'nam56r.restart': () => told(/runs, found by PATH/),
  'nam56r.newRecipe': (press) => offered('native', press),
  'nam56r.showPlan': async (press) => {
    const plan = page.locator('.tab', { hasText: 'Plan: letters' });
    await workbench.until('the plan', async () => {
      if (await soon(plan.waitFor({ timeout: 3000 }))) return true;
      await press();
      return false;
    });
    const layers = workbench.webview().locator('svg.nam56r [data-layer]');
    await workbench.until('8 layers', async () => (await layers.count()) === 8);
    await plan.click({ button: 'middle' }); // Pictures of a walkthrough are shown where there is room.
    await plan.waitFor({ state: 'hidden' });
  },
  'nam56r.compareTargets': (press) => offered('core_v0.15', press),
  'nam56r.export': () => told(/written/),
};

/** Opens a step of the walkthrough; the whole anew, as its page forgets what it showed. */
async function opened(step) {
  await workbench.until('the step', async () => {
    await workbench.run('Welcome: Open Walkthrough');
    await workbench.choose(walkthrough.title);
    if (!(await soon(step.locator('.step-title').click({ timeout: 3000 })))) return false;
    return soon(step.locator('.step-description-container').waitFor({ timeout: 3000 }));
  });
}

function pictureOf(media) {
  if (!media.markdown) return page.locator('.gettingStartedContainer .getting-started-media img').first();
  const webview = workbench.webview();
  const [, code] = /`+(?:\w*\n)?(.*?)(?:`|\n)/.exec(readFileSync(path.join(EXTENSION, media.markdown), 'utf8'));
  return webview.getByText(code).first();
}

await workbench.openFile(RECIPE);
await workbench.until('the status', () => workbench.status(STATUS));
for (const { id, title, description, media } of walkthrough.steps) {
  await checks.check(`the walkthrough: ${title}`, async () => {
    const step = page.locator(`.getting-started-step[data-step-id$="#${walkthrough.id}#${id}"]`);
    const picture = pictureOf(media);
    await workbench.until('the step with its picture', async () => {
      await opened(step); // A step that is done meanwhile is turned back to.
      return soon(picture.waitFor({ timeout: 5000 }));
    });
    const lines = description.split('\n');
    const wanted = lines.map((line) => (LINK.exec(line)?.[1] ?? line).replaceAll('**', '')).join('\n');
    const said = (await step.locator('.step-description-container').innerText()).split('\n').filter((line) => line.trim());
    must(said.map((line) => line.trim()).join('\n') === wanted, said.join(' / '));
    if (id === walkthrough.steps[0].id) await workbench.screen('walkthrough');
    for (const [, label, command] of lines.map((line) => LINK.exec(line)).filter(Boolean)) {
      const button = step.locator('.monaco-button', { hasText: label });
      const press = async () => {
        if (!(await button.isVisible())) await opened(step); // Another step was done, and took its place.
        return soon(button.click({ timeout: 3000 }));
      };
      await workbench.until(label, press);
      await LEADS[command](press);
    }
  });
}

await checks.check('the target and the configuration have a box in the page of settings, which works', async () => {
  await workbench.closeAll();
  await workbench.openFile(UNTARGETED);
  const isOn = (target) => workbench.until(target, async () => (await workbench.status(STATUS))?.startsWith(target));
  await isOn('no target');
  const write = async (text) => {
    await workbench.run('Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .suggest-input-container').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('@id:nam56r.target,nam56r.configuration');
    await box('nam56r.configuration').waitFor();
    const list = page.locator('.settings-editor .setting-item-contents select[aria-label="nam56r.target"]');
    await list.waitFor();
    return list.selectOption({ label: text }).then(() => list.locator('option').allInnerTexts());
  };
  const listed = await write('core_v0.15.3');
  for (const target of ['core_v0.19.0', 'core_v0.15.3']) must(listed.includes(target), listed.join());
  await workbench.screen('settings');
  await workbench.turnTo(UNTARGETED);
  await isOn('core_v0.15.3');
  await write(NONE);
  await workbench.turnTo(UNTARGETED);
  await isOn('no target');
});

await checks.finish();
