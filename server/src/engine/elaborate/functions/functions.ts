import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import { at } from '../../numeric/at.js';
import { power } from './powers.js';

/** A function of the model language: a name, how many arguments it takes and the nodes it stands for. */
export interface FunctionRecord {
  readonly name: string;
  readonly arity: readonly [number, number];
  build(o: Ops, args: readonly NodeId[]): NodeId;
  readonly text: string;
}

type Unary =
  | 'exp'
  | 'log'
  | 'log1p'
  | 'expm1'
  | 'abs'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'tanh'
  | 'atan'
  | 'floor'
  | 'logistic'
  | 'Phi'
  | 'probit'
  | 'lgamma'
  | 'digamma'
  | 'softplus'
  | 'erf';

const unary = (name: Unary, text: string): FunctionRecord => ({ name, arity: [1, 1], build: (o, args) => o[name](at(args, 0)), text });

const compose = (name: string, text: string, build: (o: Ops, x: NodeId) => NodeId): FunctionRecord => ({
  name,
  arity: [1, 1],
  build: (o, args) => build(o, at(args, 0)),
  text,
});

const fold = (name: 'min' | 'max', text: string): FunctionRecord => ({
  name,
  arity: [2, 64],
  build: (o, args) => args.reduce((a, b) => o[name](a, b)),
  text,
});

const records: readonly FunctionRecord[] = [
  unary('exp', 'e to the power x'),
  unary('log', 'natural logarithm'),
  unary('log1p', 'log(1 + x), accurate near 0'),
  unary('expm1', 'e^x − 1, accurate near 0'),
  compose('sqrt', 'square root', (o, x) => power(o, x, o.num(0.5))),
  unary('abs', 'absolute value'),
  unary('sin', 'sine of an angle in radians'),
  unary('cos', 'cosine of an angle in radians'),
  unary('tan', 'tangent of an angle in radians'),
  unary('tanh', 'hyperbolic tangent'),
  unary('atan', 'arc tangent in radians'),
  unary('floor', 'largest whole number not above x'),
  unary('logistic', '1 / (1 + e^−x): turns log-odds into a probability'),
  unary('Phi', 'standard Normal distribution function'),
  unary('probit', 'standard Normal quantile function, the inverse of Phi'),
  unary('lgamma', 'log of the gamma function'),
  unary('digamma', 'derivative of lgamma'),
  unary('softplus', 'log(1 + e^x) without overflow'),
  unary('erf', 'error function'),
  compose('square', 'x²', (o, x) => o.mul(x, x)),
  compose('logit', 'log(p / (1 − p)): turns a probability into log-odds', (o, p) => o.sub(o.log(p), o.log1p(o.neg(p)))),
  compose('cloglog', 'log(−log(1 − p))', (o, p) => o.log(o.neg(o.log1p(o.neg(p))))),
  compose('inv_cloglog', '1 − exp(−e^x), the inverse of cloglog', (o, x) => o.neg(o.expm1(o.neg(o.exp(x))))),
  fold('min', 'smallest argument'),
  fold('max', 'largest argument'),
  { name: 'pow', arity: [2, 2], build: (o, args) => power(o, at(args, 0), at(args, 1)), text: 'a to the power b' },
  {
    name: 'if',
    arity: [3, 3],
    build: (o, args) => o.select(at(args, 0), at(args, 1), at(args, 2)),
    text: 'if(condition, a, b): a where the condition holds, otherwise b',
  },
  {
    name: 'log_sum_exp',
    arity: [1, 64],
    build: (o, args) => args.reduce((a, b) => o.logAddExp(a, b)),
    text: 'log(e^a + e^b + …) without overflow',
  },
];

/** Operators on numbers and the operations they stand for. */
export const arithmetic: ReadonlyMap<string, 'add' | 'sub' | 'mul' | 'div' | 'pow'> = new Map([
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
  ['^', 'pow'],
]);

const aliases: Readonly<Record<string, string>> = { inv_logit: 'logistic', sigmoid: 'logistic', expit: 'logistic' };

/** Functions by every name that they are known by. */
export const functions: ReadonlyMap<string, FunctionRecord> = new Map([
  ...records.map((record) => [record.name, record] as const),
  ...Object.entries(aliases).flatMap(([alias, name]) =>
    records.filter((record) => record.name === name).map((record) => [alias, record] as const),
  ),
]);

/** A form that looks like a call and is more than a function of numbers. */
export interface SpecialForm {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly text: string }[];
  readonly text: string;
}

const coefficients = { name: 'b', text: 'a vector of coefficients' };
const rowwise = { name: 'x', text: 'a column or an expression' };

const forms: readonly SpecialForm[] = [
  {
    name: 'linear',
    arguments: [coefficients, { name: 'formula', text: 'an R formula, such as x + z or x * group' }],
    text: 'a linear predictor given by an R formula: `b` has one coefficient per term, with R’s labels and treatment contrasts',
  },
  {
    name: 'dot',
    arguments: [coefficients, { name: '[x, z]', text: 'columns' }],
    text: 'the inner product Σ b[x] · x, without an intercept',
  },
  { name: 'softmax', arguments: [{ name: 'v', text: 'a vector of scores' }], text: 'e^v[k] / Σ e^v: scores as probabilities' },
  { name: 'mean', arguments: [rowwise], text: 'the mean over the used rows' },
  { name: 'sd', arguments: [rowwise], text: 'the standard deviation over the used rows, with divisor n − 1' },
  { name: 'lag', arguments: [rowwise, { name: 'steps', text: 'how many rows above' }], text: 'the value some rows above' },
  {
    name: 'columns',
    arguments: [{ name: '"x*"', text: 'a pattern of names' }],
    text: 'the list of all columns whose names match the pattern',
  },
];

/** Forms that only derived quantities have. */
const ofDerived: readonly SpecialForm[] = [
  { name: 'sum', arguments: [rowwise], text: 'under `derived`: the sum over the used rows' },
  {
    name: 'at',
    arguments: [rowwise, { name: 'x = 3', text: 'columns with their values' }],
    text: 'under `derived`: the value with these columns held there',
  },
  {
    name: 'slope',
    arguments: [rowwise, { name: 'x', text: 'a numeric column' }],
    text: 'under `derived`: the derivative by a column in each row',
  },
  { name: 'expected', arguments: [{ name: 'y', text: 'an outcome' }], text: 'under `derived`: the mean of the outcome in each row' },
  {
    name: 'probability',
    arguments: [{ name: 'y > 3', text: 'an outcome and a number or a level' }],
    text: 'under `derived`: a probability of the outcome in each row',
  },
  {
    name: 'quantile',
    arguments: [
      { name: 'y', text: 'an outcome' },
      { name: '0.9', text: 'a probability' },
    ],
    text: 'under `derived`: a quantile of the outcome in each row',
  },
];

/** Those by name. */
export const derivedForms: ReadonlyMap<string, SpecialForm> = new Map(ofDerived.map((form) => [form.name, form]));

/** Callable names that are not plain functions of numbers. */
export const specialForms: ReadonlyMap<string, SpecialForm> = new Map(forms.map((form) => [form.name, form]));

/** "linear(b, formula)". */
export const formUsage = ({ name, arguments: args }: SpecialForm): string => `${name}(${args.map((each) => each.name).join(', ')})`;
