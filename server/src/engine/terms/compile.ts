import { hasNetworks } from './networkTerm.js';
import { looksAround } from '../recursion/recursiveTerm.js';
import { type AddedTerm, interpret, interpretTerm, sumOf } from './interpreter.js';
import type { Cancellation, Curvature, Kernel, Order, Term } from '../kernel/kernel.js';
import { derivativesOf, TermKernel, type TermDerivatives } from '../kernel/termKernel.js';
import type { KnownColumns } from '../kernel/wasm/plan.js';
import { Program } from '../kernel/wasm/program.js';
import { runtime, type Runtime } from '../wasm/runtime.js';
import { hasVectors } from '../wasm/available.js';

/** Below this many rows the interpreter has finished before generated code is compiled: measured with bench/kernel.ts. */
const COMPILED_ROWS = 1000;

/** Adds a term to an evaluation: generated programs, one for each order and curvature, made when first needed. */
class CompiledTerm implements AddedTerm {
  private readonly derivatives: Partial<Record<Curvature, TermDerivatives>> = {};
  private readonly programs = new Map<string, Program | undefined>();
  private readonly interpreter: TermKernel;
  private readonly columns: KnownColumns = new Map();

  constructor(
    private readonly host: Runtime,
    private readonly term: Term,
    private readonly parameters: number,
  ) {
    this.interpreter = new TermKernel(term);
  }

  addTo(...args: Parameters<AddedTerm['addTo']>): void {
    const [into, sum, point, order, cancellation, curvature] = args;
    const program = this.program(order, curvature, cancellation);
    if (cancellation.cancelled) return;
    if (program) program.addTo(into, sum, point, cancellation);
    else this.interpreter.addTo(...args);
  }

  private program(order: Order, curvature: Curvature, cancellation: Cancellation): Program | undefined {
    // The curvature changes nothing but second derivatives.
    const kind = order === 2 ? curvature : 'exact';
    const key = `${String(order)} ${kind}`;
    if (this.programs.has(key)) return this.programs.get(key);
    const program = this.compile(order, kind, cancellation);
    if (!cancellation.cancelled) this.programs.set(key, program);
    return program;
  }

  private compile(order: Order, curvature: Curvature, cancellation: Cancellation): Program | undefined {
    const derivatives = (this.derivatives[curvature] ??= derivativesOf(this.term, curvature));
    return Program.of(this.host, this.term, derivatives, order, this.parameters, this.columns, cancellation);
  }
}

/**
 * The kernel of a sum of terms: generated WebAssembly for terms of many rows, the interpreter for the others and where there is no WebAssembly with
 * vectors. Both agree within 1e-12 of the sum of the absolute values of what they add up.
 */
export function compileKernel(terms: readonly Term[], parameters: number, fromRows = COMPILED_ROWS): Kernel {
  const host = runtime;
  if (host === undefined || terms.every(({ rows }) => rows < fromRows) || !hasVectors(host)) return interpret(terms, parameters);
  const kernels = terms.map((term) =>
    term.rows < fromRows || looksAround(term) || hasNetworks(term) ? interpretTerm(term) : new CompiledTerm(host, term, parameters),
  );
  return sumOf(kernels, parameters);
}
