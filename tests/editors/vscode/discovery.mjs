// How the server is found and started, and what is told when it is not.
//
//   node discovery.mjs URL WORKSPACE SCREENS CODE_SERVER_PID STANDIN PYTHON SERVER
//
// STANDIN is the folder of the stand-in for the Python extension, PYTHON an interpreter in whose
// environment nam56r is, SERVER a command that is not the one on PATH.
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Checks, languageServers, must, PATTERN, setSettings, STATUS } from './checking.mjs';
import { Workbench } from './workbench.mjs';

const [url, workspace, screens, serverPid, standin, python, server] = process.argv.slice(2);
const activated = path.join(standin, 'activated');
const mode = (text) => writeFileSync(path.join(standin, 'mode'), text);
/** Those of a window that was closed stay for a while. */
let others = [];
const servers = () => languageServers(serverPid).filter(({ pid }) => !others.includes(pid));

/** A command called nam56r that has a version, and is a server of this kind. */
function command(name, text) {
  const file = path.join(workspace, '..', name);
  writeFileSync(file, `#!/bin/sh\n[ "$1" = --version ] && { echo nam56r 0.0.0; exit; }\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

mode('hang');
setSettings(workspace, {});
let workbench = await Workbench.open({ url, screens });
let checks = new Checks(workbench);

await checks.check('in a window without a recipe nothing is started', async () => {
  await workbench.openFile('ordinary.yaml');
  await workbench.openFile('data.json');
  await workbench.page.waitForTimeout(1500);
  must(!existsSync(activated), 'the Python extension was');
  must(servers().length === 0, servers().map(({ line }) => line).join());
});

await checks.check('a mark that is typed makes a recipe, also where the Python extension hangs', async () => {
  await workbench.openFile('ordinary.yaml');
  await workbench.click('target: ', 'build');
  await workbench.page.keyboard.press('Control+Home');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.keyboard.press('ArrowUp');
  await workbench.page.keyboard.type('# nam56r: recipe');
  await workbench.until('the status', async () => /no layers|build|no target/.test((await workbench.status(STATUS)) ?? ''));
  must(existsSync(activated), 'the Python extension was not asked');
});

await checks.workbench.close();
const { failed } = checks;

// A project that names its recipes in the settings it shares.
writeFileSync(path.join(workspace, 'pyproject.toml'), '[tool.nam56r]\nrecipes = ["models/*.yaml"]\n');
mode('throw');
rmSync(activated);
others = servers().map(({ pid }) => pid);
workbench = await Workbench.open({ url, screens });
checks = new Checks(workbench);
checks.failed = failed;

await checks.check('pyproject.toml names recipes, also where the Python extension fails', async () => {
  await workbench.openFile('letters.yaml', 'models');
  await workbench.until('a squiggle', () => workbench.isUnderlined(PATTERN, 'R'));
  must(existsSync(activated), 'the Python extension was not asked');
});

/** Kills a process that may have ended meanwhile. */
function kill({ pid }) {
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch (problem) {
    if (problem.code !== 'ESRCH') throw problem;
  }
}

/** The one server, once its command line begins like this. */
async function servedBy(beginning) {
  await workbench.until(`the server ${beginning}`, async () => {
    const now = servers();
    return now.length === 1 && now[0].line.includes(beginning) && (await isServed());
  });
}

const isServed = async () => /core_v0\.19\.0/.test((await workbench.status(STATUS)) ?? '');

await checks.check('without a selected environment, that of a trusted workspace has the server', async () => {
  const folder = path.join(workspace, '.venv', 'bin');
  mkdirSync(folder, { recursive: true });
  symlinkSync(server, path.join(folder, 'nam56r'));
  await workbench.run('NAM56R: Restart Server');
  await servedBy(path.join(folder, 'nam56r'));
  await workbench.clearNotifications();
});

await checks.check('the selected Python environment has the server, before PATH', async () => {
  mode(python);
  await servedBy(`${python} -P -m nam56r_server`);
});

await checks.check('nam56r.interpreter goes before the selected environment, nam56r.path before both', async () => {
  const other = path.join(path.dirname(python), 'python3');
  setSettings(workspace, { 'nam56r.interpreter': other });
  await servedBy(`${other} -P -m nam56r_server`);
  setSettings(workspace, { 'nam56r.interpreter': other, 'nam56r.path': server });
  await servedBy(server);
});

await checks.check('a restart says what runs, and found where', async () => {
  await workbench.run('NAM56R: Restart Server');
  const wanted = `found by the setting nam56r.path: ${server}`;
  await workbench.until(wanted, async () => (await workbench.notifications()).some((text) => text.includes(wanted)));
});

await checks.check('a server that ends at its start is told in one sentence, and left alone', async () => {
  await workbench.clearNotifications();
  const starts = path.join(workspace, '..', 'starts');
  setSettings(workspace, { 'nam56r.path': command('ends', `echo x >> '${starts}'; echo no model today >&2; exit 3`) });
  const wanted = 'The nam56r server ended with code 3: no model today';
  await workbench.until(wanted, async () => (await workbench.notifications()).some((text) => text.includes(wanted)));
  await workbench.page.waitForTimeout(2000);
  must((await workbench.notifications()).length === 1, (await workbench.notifications()).join(' / '));
  must(readFileSync(starts, 'utf8') === 'x\n', `started ${readFileSync(starts, 'utf8').length / 2} times`);
  must((await workbench.status(STATUS)) === 'nam56r', await workbench.status(STATUS));
});

await checks.check('a server that never answers does not stand in the way of the next', async () => {
  const begun = path.join(workspace, '..', 'begun');
  setSettings(workspace, { 'nam56r.path': command('hangs', `touch '${begun}'; exec sleep 300`) });
  await workbench.until('its start', () => existsSync(begun));
  setSettings(workspace, { 'nam56r.path': server });
  await servedBy(server);
});

await checks.check('a server that is killed is started again', async () => {
  const [before] = await workbench.until('one server', () => servers().length === 1 && servers());
  process.kill(Number(before.pid), 'SIGKILL');
  await workbench.until('another server', () => {
    const now = servers();
    return now.length === 1 && now[0].pid !== before.pid;
  });
  await servedBy(server);
});

await checks.check('a server that is killed again and again can be restarted by a button', async () => {
  const button = workbench.page.locator('.notification-list-item .monaco-button', { hasText: 'Restart Server' });
  await workbench.until('the end of restarts', async () => {
    servers().forEach(kill);
    return (await button.count()) > 0;
  });
  await button.first().click();
  await servedBy(server);
  const said = workbench.log().filter((line) => /will not be restarted/.test(line));
  must(said.length === 0, `the log contradicts itself: ${said[0]}`);
});

await checks.finish();
