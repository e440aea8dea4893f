/**
 * The page around a picture: replaces it when it changes, turns it to the theme, and makes its
 * layers lead to their letters.
 */

import type { FromPage, Kept, ToPage } from '../page';
import { zoomBy } from './zoom';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  setState(kept: Kept): void;
};

const host = acquireVsCodeApi();
const main = document.querySelector<HTMLElement>('#picture');
let current: number | undefined;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case 'picture':
      show(data.svg, data.leads);
      break;
    case 'nothing':
      main?.replaceChildren(Object.assign(document.createElement('p'), { textContent: data.sentence }));
      break;
    case 'letter':
      current = data.letterNumber;
      mark();
      break;
  }
});

function show(text: string, leads: Kept | undefined): void {
  const picture = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  picture.querySelectorAll('script').forEach((script) => script.remove());
  if (leads) {
    host.setState(leads);
    picture.querySelectorAll<SVGElement>('[data-letter-number]').forEach((layer) => {
      layer.setAttribute('tabindex', '0');
      layer.setAttribute('role', 'link');
      layer.setAttribute('aria-label', layer.querySelector('title')?.textContent ?? '');
    });
  }
  main?.replaceChildren(document.importNode(picture, true));
  followTheme();
  mark();
}

/** A picture of both themes follows the system; here it shall follow the editor. */
function followTheme(): void {
  const { classList } = document.body;
  const light = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  for (const style of document.querySelectorAll('svg style')) {
    style.textContent = (style.textContent ?? '').replace(
      /@media (\(prefers-color-scheme: dark\)|all|not all)/g,
      light ? '@media not all' : '@media all',
    );
  }
}

function mark(): void {
  for (const layer of document.querySelectorAll('[data-letter-number]')) {
    layer.classList.toggle('current', numberOf(layer) === current);
  }
}

function numberOf(layer: Element): number {
  return Number(layer.getAttribute('data-letter-number'));
}

/** Whether an event was on a layer that leads somewhere: then it was followed. */
function choose(event: Event): boolean {
  const layer = event.target instanceof Element && event.target.closest('[role="link"]');
  if (!layer) {
    return false;
  }
  host.postMessage({ kind: 'chosen', letterNumber: numberOf(layer) });
  return true;
}

document.addEventListener('click', choose);
document.addEventListener('keydown', (event) => {
  if (!event.ctrlKey && !event.metaKey && !event.altKey) {
    zoomBy(event.key);
  }
  if ((event.key === 'Enter' || event.key === ' ') && choose(event)) {
    event.preventDefault(); // Elsewhere the page scrolls.
  }
});
new MutationObserver(followTheme).observe(document.body, {
  attributes: true,
  attributeFilter: ['class'],
});
host.postMessage({ kind: 'ready' });
