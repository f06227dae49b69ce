import type { PictureView } from '../../server/src/report/views.js';
import { element } from './dom.js';

/** A picture of so many pixels of the screen in width, without smoothing; weights from red (negative) through white to blue. */
export function picture(view: PictureView, width: number, spoken: string): HTMLCanvasElement {
  const canvas = element('canvas', { class: 'picture', role: 'img', 'aria-label': spoken });
  [canvas.width, canvas.height] = [view.width, view.height];
  canvas.style.width = `${width.toFixed(0)}px`;
  canvas.style.height = `${((width * view.height) / view.width).toFixed(0)}px`;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = context.createImageData(view.width, view.height);
  for (let pixel = 0; pixel < view.width * view.height; pixel++) image.data.set([...colourOf(view, pixel), 255], 4 * pixel);
  context.putImageData(image, 0, 0);
  return canvas;
}

function colourOf({ values, channels, signed }: PictureView, pixel: number): [number, number, number] {
  const own = values.slice(pixel * channels, (pixel + 1) * channels);
  const mean = own.reduce((a, b) => a + b, 0) / channels;
  if (signed) return weightColour(mean);
  const [red = 0, green = red, blue = red] = channels === 3 ? own : [mean];
  return [255 * red, 255 * green, 255 * blue];
}

/** Blue and red of about the same lightness, which eyes of all kinds tell apart. */
function weightColour(weight: number): [number, number, number] {
  const end = weight < 0 ? [202, 0, 32] : [5, 113, 176];
  const share = Math.min(1, Math.abs(weight));
  const [red = 0, green = 0, blue = 0] = end.map((each) => 247 + share * (each - 247));
  return [red, green, blue];
}
