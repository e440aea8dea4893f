// In a workspace of two folders each recipe is judged by the settings of its own.
//
//   node folders.mjs URL FOLDER SCREENS
//
// Writes the workspace into FOLDER, which is empty; `URL` is without a workspace.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Checks, must, PATTERN, setSettings, STATUS } from './checking.mjs';
import { Workbench } from './workbench.mjs';

const [url, folder, screens] = process.argv.slice(2);
const RECIPE = 'pattern: AE\ndepth: 2\nE: {num_experts: 16, moe_router_topk: 4, moe_ffn_hidden_size: 896}\n';
const FOLDERS = [
  { name: 'old', target: 'core_v0.15.3', verdict: 'not runnable · 1 blocked', project: 'ignore = ["missing-key"]\n' },
  { name: 'new', target: 'core_v0.19.0', verdict: 'not runnable', project: '' },
];
for (const { name, target, project } of FOLDERS) {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, `${name}.nam56r.yaml`), RECIPE);
  if (project) writeFileSync(path.join(folder, name, 'nam56r.toml'), project);
  setSettings(path.join(folder, name), { 'nam56r.target': target, 'nam56r.inlayHints.counts': name === 'new' });
}
const file = path.join(folder, 'two.code-workspace');
writeFileSync(file, JSON.stringify({ folders: FOLDERS.map(({ name }) => ({ path: name })) }));
const workbench = await Workbench.open({ url: `${url}?workspace=${file}`, screens });
const checks = new Checks(workbench);

for (const { name, target, verdict } of FOLDERS) {
  await checks.check(`of two folders, the settings of its own judge a recipe: ${target} in ${name}`, async () => {
    const recipe = `${name}.nam56r.yaml`;
    await workbench.openFile(recipe, name);
    await workbench.until(`${target} · ${verdict}`, async () => (await workbench.status(STATUS)) === `${target} · ${verdict}`);
    const isCounted = async () => (await workbench.lines()).some((line) => line.startsWith(PATTERN) && line.includes('1 A · 1 E'));
    const hasHint = name === 'new';
    await workbench.until(hasHint ? 'the hint' : 'no hint', async () => (await isCounted()) === hasHint);
    const isMarked = await workbench.isUnderlined(PATTERN, 'E');
    must(isMarked === (name === 'old'), `${isMarked ? 'a' : 'no'} squiggle under E`);
  });
}

await checks.finish();
