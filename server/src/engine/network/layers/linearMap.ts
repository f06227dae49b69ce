import type { Ways } from './layer.js';
import type { Numbers } from '../../wasm/precision.js';

/** A linear map without parameters for some rows; which one may depend on the last input, as that of a maximum does. */
interface LinearMap {
  /** y = M x. */
  readonly forward: (x: Numbers, y: Numbers, rows: number) => void;
  /** The same for a direction. */
  readonly along: (x: Numbers, y: Numbers, rows: number) => void;
  /** x = Mᵀ y, unless nobody asks for it. */
  readonly back: (y: Numbers, x: Numbers | undefined, rows: number) => void;
}

/** A layer that takes or sums up inputs: its derivatives are the map itself and its transpose. */
export function linearWays(outputs: number, { forward, along: move, back }: LinearMap): Ways {
  return {
    forward: ({ input, output }, rows) => forward(input, output, rows),
    backward: (_, slopes, into, rows) => back(slopes, into.input, rows),
    forwardAlong: (_, along, rows) => {
      if (along.input) move(along.input, along.output, rows);
      else along.output.fill(0, 0, rows * outputs);
    },
    backwardAlong: (_, __, ___, slopesAlong, into, rows) => back(slopesAlong, into.input, rows),
  };
}
