/** The size of the picture: by buttons, by keys, and by the wheel while Ctrl is held. */

const STEP = 1.25;
const LEAST = 0.25;
const MOST = 8;

const main = document.querySelector<HTMLElement>('#picture');
const fit = document.querySelector<HTMLElement>('#fit');
let zoom = 1;

/** Zooms by the key `+`, `-` or `0`; no other key does anything. */
export function zoomBy(key: string): void {
  switch (key) {
    case '+':
    case '=':
      return become(zoom * STEP);
    case '-':
      return become(zoom / STEP);
    case '0':
      return become(1);
  }
}

function become(wanted: number): void {
  zoom = Math.min(MOST, Math.max(LEAST, wanted));
  main?.style.setProperty('--zoom', `${zoom}`);
  if (fit) {
    fit.textContent = `${Math.round(zoom * 100)} %`;
  }
}

for (const [id, key] of [
  ['smaller', '-'],
  ['fit', '0'],
  ['larger', '+'],
] as const) {
  document.querySelector(`#${id}`)?.addEventListener('click', () => zoomBy(key));
}
document.addEventListener(
  'wheel',
  (event) => {
    if (event.ctrlKey) {
      event.preventDefault();
      zoomBy(event.deltaY < 0 ? '+' : '-');
    }
  },
  { passive: false },
);
