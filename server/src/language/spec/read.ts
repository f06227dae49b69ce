import { suggested } from '../../engine/distributions/suggested.js';
import { parseModel } from '../../engine/expr/parse.js';
import { defaultSettings, type ModelSpec } from '../../engine/model/specification.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { Problem, Span } from '../../report/problem.js';
import { parseConfig, type ConfigEntry, type ConfigMap, type ConfigSyntax } from '../syntax/config.js';
import { blockScalarFix, type SourceLines } from '../syntax/source.js';
import { readData } from './data.js';
import { readDerived } from './derived.js';
import { readExpect } from './expect.js';
import { parameterInsertion } from './insertion.js';
import { readNetworks } from './networks.js';
import { readPredict } from './predict.js';
import { readParameters } from './parameters.js';
import { readSettings } from './settings.js';
import { keysOf } from './keys.js';
import { describe, isEmpty, ShapeReporter } from './shape.js';
import { readValidate } from './validate.js';
import { readText } from './values.js';

const keys = ['title', 'description', 'data', 'model', 'parameters', 'networks', 'derived', 'predict', 'validate', 'expect', 'settings'];
const example = `\`data: { flip: [H, T, H] }\`, \`model: flip ~ ${suggested.binaryOutcome}\`, \`parameters: { theta: }\``;

/** Reads the text of an estimation file: its shape is checked, no name is resolved. Never throws. */
export function readSpec(text: string): { spec: ModelSpec; problems: Problem[] } {
  const syntax = parseConfig(text);
  const reporter = new ShapeReporter();
  const spec = syntax.root?.kind === 'map' ? readRoot(syntax.root, syntax, reporter) : noRoot(syntax, reporter);
  const problems = [...syntax.problems, ...withoutEchoes(reporter.problems, syntax.problems)];
  return { spec, problems: problems.sort((a, b) => a.span.from - b.span.from) };
}

/** Where YAML itself went wrong, the shape of what it read is not worth reporting. */
function withoutEchoes(problems: readonly Problem[], syntax: readonly Problem[]): readonly Problem[] {
  const first = Math.min(...syntax.map((problem) => problem.span.from));
  const isSame = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;
  return problems.filter((problem) => problem.span.to <= first && !syntax.some((other) => isSame(problem.span, other.span)));
}

function noRoot({ source, root, problems }: ConfigSyntax, reporter: ShapeReporter): ModelSpec {
  const end = source.text.length;
  if (!root || isEmpty(root)) {
    if (problems.length === 0)
      reporter.report('syntax', { from: 0, to: end }, `The file is empty. The smallest possible file has three keys: ${example}.`);
  } else {
    reporter.type(
      root,
      `An estimation file is a mapping with the keys \`data\`, \`model\` and \`parameters\`; this is ${describe(root)}. For example: ${example}.`,
    );
  }
  return {
    statements: [],
    modelSpan: { from: end, to: end },
    parameters: [],
    parameterInsertion: { offset: end, indent: '  ', needsKey: true },
    settings: defaultSettings,
  };
}

function readRoot(root: ConfigMap, { source }: ConfigSyntax, reporter: ShapeReporter): ModelSpec {
  const entries = reporter.entries(root, keys, 'an estimation file');
  reportAbsent(entries, root, reporter);
  const dataEntry = entries.get('data');
  const data = dataEntry && readData(dataEntry, reporter);
  const validate = readValidate(entries.get('validate'), reporter);
  const predict = readPredict(entries.get('predict'), reporter);
  return {
    ...freeText('title', entries, reporter),
    ...freeText('description', entries, reporter),
    ...(data ? { data } : {}),
    ...readModel(entries.get('model'), source, reporter),
    parameters: readParameters(entries.get('parameters'), reporter),
    ...(entries.has('derived') ? { derived: readDerived(entries.get('derived'), reporter) } : {}),
    ...(validate ? { validate } : {}),
    ...(entries.has('expect') ? { expect: readExpect(entries.get('expect'), reporter) } : {}),
    ...(predict ? { predict } : {}),
    parameterInsertion: parameterInsertion(entries.get('parameters'), root, source),
    ...(entries.has('networks') ? { networks: readNetworks(entries.get('networks'), reporter) } : {}),
    settings: readSettings(entries.get('settings'), reporter),
    keys: keysOf(root),
  };
}

function reportAbsent(entries: ReadonlyMap<string, ConfigEntry>, root: ConfigMap, reporter: ShapeReporter): void {
  const absent = ['data', 'model'].filter((key) => !entries.has(key));
  if (absent.length === 0 || reporter.problems.some((problem) => problem.code === 'unknown-key' && problem.fixes)) return;
  const first = root.entries[0]?.key ?? root;
  const names = absent.map((key) => `\`${key}\``).join(' and ');
  const hints = { data: '`data: { flip: [H, T, H] }` or `data: houses.csv`', model: `\`model: flip ~ ${suggested.binaryOutcome}\`` };
  const [one = 'data', two] = absent as ('data' | 'model')[];
  reporter.type(first, `The file has no ${names}: write, for example, ${hints[one]}${two ? ` and ${hints[two]}` : ''}.`);
}

function freeText(
  key: 'title' | 'description',
  entries: ReadonlyMap<string, ConfigEntry>,
  reporter: ShapeReporter,
): Partial<Record<typeof key, Located<string>>> {
  const entry = entries.get(key);
  const text = entry && readText(entry, reporter);
  return text ? { [key]: text } : {};
}

function readModel(
  entry: ConfigEntry | undefined,
  source: SourceLines,
  reporter: ShapeReporter,
): Pick<ModelSpec, 'statements' | 'modelSpan'> {
  const end = source.text.length;
  if (!entry) return { statements: [], modelSpan: { from: end, to: end } };
  const { key, value } = entry;
  const modelSpan = { from: value.from, to: value.to };
  if (value.kind !== 'scalar' || isEmpty(value)) {
    reportModelShape(entry, source, reporter);
    return { statements: [], modelSpan: isEmpty(value) ? { from: key.to, to: key.to } : modelSpan };
  }
  const { statements, problems } = parseModel(value.text, value.locate);
  reporter.problems.push(...problems);
  if (statements.length === 0 && problems.length === 0)
    reporter.type(key, `The model has no statements: write for example \`y ~ ${suggested.outcome}\`.`);
  return { statements, modelSpan };
}

function reportModelShape({ key, value }: ConfigEntry, source: SourceLines, reporter: ShapeReporter): void {
  const message = `\`model\` takes statements, one per line, such as \`y ~ ${suggested.outcome}\`; several go in a \`|\` block`;
  if (isEmpty(value)) reporter.type(key, `${message}.`);
  else if (value.kind === 'map' && !value.flow)
    reporter.report('type', value, `${message}, not ${describe(value)}.`, blockScalarFix(source, source.at(key.from), value.from));
  else reporter.type(value, `${message}, not ${describe(value)}.`);
}
