/** What a colour or a font of the style sheet is now: exported files have no style sheet. */
export function resolved(css: string): string {
  if (!css.includes('var(') && css !== 'currentColor') return css;
  const style = getComputedStyle(document.body);
  return css
    .replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim() || style.color)
    .replace(/^currentColor$/, style.color);
}

/** A plot as a file of its own, with the colours that it has on the screen, on the background of the editor. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const style = getComputedStyle(document.body);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('style', `color: ${style.color}; background: ${style.backgroundColor}; font: 11px sans-serif; overflow: visible`);
  for (const each of [copy, ...copy.querySelectorAll('*')])
    for (const { name, value } of [...each.attributes]) if (value.includes('var(')) each.setAttribute(name, resolved(value));
  for (const tip of copy.querySelectorAll('[aria-label=tip]')) tip.remove();
  return new XMLSerializer().serializeToString(copy);
}

/** Pixels of the exported picture for each one of the plot. */
const SCALE = 3;

/** The same as a PNG, in base 64. */
export async function pngOf(svg: SVGSVGElement): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [SCALE * svg.width.baseVal.value, SCALE * svg.height.baseVal.value];
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This window has no canvas to draw on.');
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:[^,]*,/, '');
}
