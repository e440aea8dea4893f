// What the checks of the workbench are written with: named checks, one line each, and an exit code.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const STATUS = 'nam56r.nam56r.nam56r.status';
export const PATTERN = 'pattern: ';

export function must(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

/** Checks in a workbench; one that fails is tried once more, and that is said. `only`: an expression that finds the names of those that are wanted; `before` each of them. */
export class Checks {
  failed = 0;

  constructor(workbench, { only = process.env.NAM56R_ONLY, before = async () => {} } = {}) {
    Object.assign(this, { workbench, only, before });
  }

  async check(name, run) {
    if (this.only && !new RegExp(this.only).test(name)) return;
    const began = Date.now();
    const seconds = () => `[${((Date.now() - began) / 1000).toFixed(1)}s]`;
    for (const word of ['again', 'FAIL']) {
      try {
        await this.before();
        const note = await run();
        console.log(`ok   ${name}${note === undefined ? '' : `: ${note}`} ${seconds()}`);
        return;
      } catch (problem) {
        console.log(`${word} ${name}: ${`${problem.message ?? problem}`.split('\n')[0]} ${seconds()}`);
        await this.workbench.screen(`failed-${name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}`);
      }
    }
    this.failed += 1;
  }

  async finish() {
    await this.workbench.close();
    console.log(this.failed ? `${this.failed} failed` : 'all passed');
    process.exit(this.failed ? 1 : 0);
  }
}

/** Writes the settings of a workspace, or (with a file) those of the user, and leaves no others. */
export function setSettings(workspace, values) {
  const folder = path.join(workspace, '.vscode');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(values));
}

/** The language servers below a process, each as the words of its command line. */
export function languageServers(ancestor) {
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
  const isBelow = (pid) => pid === ancestor || (parents.has(pid) && isBelow(parents.get(pid).parent));
  return [...parents]
    .filter(
      ([pid, { words }]) =>
        words.includes('server') && words.some((w) => /nam56r|broken_server/.test(w)) && isBelow(pid),
    )
    .map(([pid, { words }]) => ({ pid, line: words.join(' ').trim() }));
}
