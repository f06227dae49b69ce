/** The dimensions of what flows through a network: `[n]` for n numbers, `[height, width, channels]` for an image. */
export type Shape = readonly number[];

export const sizeOf = (shape: Shape): number => shape.reduce((product, each) => product * each, 1);

/** "4 numbers", "1 number", "28 × 28 × 1". */
export function shapeText(shape: Shape): string {
  if (shape.length !== 1) return shape.join(' × ');
  return shape[0] === 1 ? '1 number' : `${String(shape[0])} numbers`;
}
