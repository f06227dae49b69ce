import type { CallExpr, Expr, LikelihoodStatement } from '../../expr/ast.js';
import { Graph, type NodeId } from '../../ir/graph.js';
import { type Ops, opsOf } from '../../ir/ops.js';
import type { Fix, Problem, ProblemCode, Span } from '../../../report/problem.js';
import type { ColumnSchema, Schema } from '../../model/dataset.js';
import type { ColumnSlot } from '../../model/columns.js';
import { cyclicDefinitions } from './cyclic.js';
import { EntryRegistry } from './entries.js';
import type { Latent, ModelNetwork, VariableSource } from '../../model/model.js';
import type { DeclaredNetwork } from './networkUse.js';
import type { ModelSpec, ParameterSpec } from '../../model/specification.js';

export interface Definition {
  readonly span: Span;
  readonly value: Expr;
  /** The definitions whose values are being computed, to find cycles. */
  busy: boolean;
  used: boolean;
  scalar?: { readonly node: NodeId | undefined };
}

/** A statement about latent values before it is read. */
export interface LatentDeclaration {
  readonly statement: LikelihoodStatement;
  readonly names: readonly string[];
  readonly column: string;
  /** Index into the model's latents, once it has been read. */
  index?: number;
  state: 'open' | 'busy' | 'done';
  used: boolean;
}

/** What building a model needs: the specification, what has been found so far, and where to report problems. */
export class Context {
  readonly graph = new Graph();
  readonly o: Ops = opsOf(this.graph);
  readonly problems: Problem[] = [];
  readonly entries: EntryRegistry;
  readonly columns: ColumnSlot[] = [];
  readonly variables: VariableSource[] = [];
  readonly definitions = new Map<string, Definition>();
  /** Statements about latent values, by the name of each. */
  readonly latentDeclarations = new Map<string, LatentDeclaration>();
  readonly latents: Latent[] = [];
  /** How many statements about latent values have been begun. */
  latentCount = 0;
  readonly networks = new Map<string, DeclaredNetwork>();
  /** Those with known shapes, in the order of their first use. */
  readonly usedNetworks: ModelNetwork[] = [];
  /** The nodes that lags look back at, by index of their variable: computed at the end. */
  readonly lookBacks: { readonly index: number; readonly value: Expr }[] = [];
  /** How many nodes have been made by looking at rows above. */
  shiftedNodes = 0;
  /** Calls that have a meaning here and not in a model. */
  calls: ReadonlyMap<string, (call: CallExpr) => NodeId | undefined> = new Map();
  /** Whether `linear` has an intercept where the model is being read. */
  intercept = true;
  private readonly columnsByName: ReadonlyMap<string, ColumnSchema>;
  private readonly parametersByName = new Map<string, ParameterSpec>();
  private readonly slots = new Map<string, number>();
  private readonly variableIds = new Map<string, NodeId>();
  private cycles: ReadonlySet<Definition> | undefined;

  constructor(
    readonly spec: ModelSpec,
    readonly schema: Schema,
    private readonly lowering: (context: Context, expr: Expr) => NodeId | undefined,
    watch?: () => void,
  ) {
    this.graph.watch = watch;
    this.columnsByName = new Map(schema.columns.map((column) => [column.name, column]));
    for (const parameter of spec.parameters)
      if (!this.parametersByName.has(parameter.name)) this.parametersByName.set(parameter.name, parameter);
    this.entries = new EntryRegistry((message, span) => this.report('type', message, span));
  }

  report(code: ProblemCode, message: string, span: Span, fixes?: readonly Fix[]): undefined {
    const known = this.problems.some((old) => old.code === code && old.span.from === span.from && old.message === message);
    if (!known)
      this.problems.push({ severity: 'error', code, message, span: { from: span.from, to: span.to }, ...(fixes ? { fixes } : {}) });
    return undefined;
  }

  dataColumn(name: string): ColumnSchema | undefined {
    return this.columnsByName.get(name);
  }

  /** Levels of a categorical or boolean column. */
  levels(name: string): readonly string[] | undefined {
    const column = this.columnsByName.get(name);
    return column?.kind === 'boolean' ? ['false', 'true'] : column?.levels;
  }

  /** The node of an expression with one number per row; undefined after a problem was reported. */
  lower(expr: Expr): NodeId | undefined {
    return this.lowering(this, expr);
  }

  /** The specification of a declared parameter: the key of the vector rather than that of one entry. */
  parameter(name: string): ParameterSpec | undefined {
    return this.parametersByName.get(name);
  }

  /** The node of a column; equal columns share a slot. */
  column(slot: ColumnSlot): NodeId {
    const key = JSON.stringify(slot);
    const index = this.slots.get(key) ?? this.columns.push(slot) - 1;
    this.slots.set(key, index);
    return this.graph.column(index);
  }

  /** The node of a row-level variable; equal variables are one node. */
  variable(source: VariableSource, key = JSON.stringify(source)): NodeId {
    const known = this.variableIds.get(key);
    if (known !== undefined) return known;
    const node = this.graph.variable(this.variables.push(source) - 1);
    this.variableIds.set(key, node);
    return node;
  }

  /** The definitions that lead back to themselves, or to one that does. Used when all are known. */
  get cyclic(): ReadonlySet<Definition> {
    return (this.cycles ??= cyclicDefinitions(this.definitions));
  }

  /** Whether a node depends on the data alone. */
  isData(node: NodeId): boolean {
    return this.graph.reachable([node]).every((id) => this.graph.node(id).kind !== 'variable');
  }

  names(): string[] {
    const named = [this.columnsByName, this.parametersByName, this.definitions, this.latentDeclarations, this.networks];
    return [...named.flatMap((each) => [...each.keys()]), ...(this.schema.unread ?? [])];
  }
}
