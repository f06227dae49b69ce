import { FunctionBody, type Local } from './body.js';
import type { ConstantPool } from './layout.js';
import { Vector } from './vector.js';

/** Writes a function of one pair of numbers. */
export type Routine = (v: Vector, a: Local) => Local;

/** Elementary functions of a module, each written once. Measured: a call costs nothing beside the function, and long code is slow to compile. */
export class Routines {
  readonly bodies: FunctionBody[] = [];
  private readonly known = new Map<Routine, number>();

  /** `first` is the index of the first routine among all functions of the module. */
  constructor(
    private readonly constants: ConstantPool,
    private readonly first: number,
  ) {}

  call(v: Vector, routine: Routine, a: Local): Local {
    v.body.get(a);
    v.body.call(this.index(routine));
    return v.result();
  }

  private index(routine: Routine): number {
    const known = this.known.get(routine) ?? this.first + this.bodies.push(this.write(routine)) - 1;
    this.known.set(routine, known);
    return known;
  }

  private write(routine: Routine): FunctionBody {
    const body = new FunctionBody(1, 'pair');
    body.get(routine(new Vector(body, this.constants), 0));
    return body;
  }
}
