// In a workspace that is not trusted the extension works, and runs nothing of the workspace's.
//
//   node untrusted.mjs URL SCREENS MARK STANDIN
//
// The workspace has programs that would leave the file MARK. Its own settings name them, and so do those
// of the user, by `${workspaceFolder}`; the first on PATH is a link to one. STANDIN is the folder of
// the stand-in for the Python extension.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Checks, must, PATTERN } from './checking.mjs';
import { Workbench } from './workbench.mjs';

const [url, screens, mark, standin] = process.argv.slice(2);
const workbench = await Workbench.open({ url, screens });
const checks = new Checks(workbench);

await checks.check('a workspace without trust gets its findings, and runs nothing of its own', async () => {
  await workbench.page.getByRole('button', { name: 'Restricted Mode' }).first().waitFor();
  await workbench.openFile('letters.nam56r.yaml');
  await workbench.until('a squiggle', () => workbench.isUnderlined(PATTERN, 'R'));
  must(!existsSync(mark), 'a program of the workspace was run');
  must(!existsSync(path.join(standin, 'activated')), 'the Python extension was started');
  for (const setting of ['nam56r.path', 'nam56r.interpreter']) {
    await workbench.until(`the log to say that ${setting} was passed over`, () =>
      workbench.log().some((line) => line.includes(`${setting} leads into a workspace`)),
    );
  }
});

await checks.finish();
