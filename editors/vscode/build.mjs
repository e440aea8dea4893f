// Bundles the extension and its preview page, and brings along what belongs to the project: the
// schema of recipes and the licence.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { describing } from './describing.mjs';

const production = process.argv.includes('--production');
const common = {
  bundle: true,
  outdir: 'dist',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: ['src/extension.ts'],
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
});
await build({
  ...common,
  entryPoints: { picture: 'src/webview/picture.ts' },
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
});
await mkdir('schema', { recursive: true });
const schema = await readFile('../../nam56r_core/export/schema/recipe.schema.json', 'utf8');
await writeFile('schema/recipe.schema.json', JSON.stringify(describing(JSON.parse(schema))));
await copyFile('../../LICENSE', 'LICENSE');
