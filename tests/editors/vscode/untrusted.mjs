// In a workspace that is not trusted the extension works, and runs nothing of the workspace's.
//
//   node untrusted.mjs URL SCREENS MARK
//
// The workspace's settings name a program of its own, which would leave the file MARK.
import { existsSync } from 'node:fs';
import { Workbench } from './workbench.mjs';

const [url, screens, mark] = process.argv.slice(2);
const name = 'a workspace without trust gets its findings, and runs nothing of its own';
const workbench = await Workbench.open({ url, screens });
let problem;
try {
  await workbench.page.getByRole('button', { name: 'Restricted Mode' }).first().waitFor();
  await workbench.openFile('letters.nam56r.yaml');
  await workbench.until('a squiggle', () => workbench.isUnderlined('pattern: ', 'R'));
  if (existsSync(mark)) problem = 'the program of the workspace was run';
} catch (found) {
  problem = `${found.message ?? found}`.split('\n')[0];
}
if (problem) await workbench.screen('failed-untrusted');
await workbench.close();
console.log(problem ? `FAIL ${name}: ${problem}` : `ok   ${name}`);
process.exit(problem ? 1 : 0);
