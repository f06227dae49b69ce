import { type LevelValue, levelSummary } from '../language/wording/latentText.js';
import { ends, levelText, lossText, pullText, shortNumber, withError } from '../report/numbers.js';
import { scoreCells, scoreNote } from '../language/wording/scoreCells.js';
import type { FitReport, ReportDiagnostic } from '../report/fitReport.js';
import type { MleReport, NetworkReport } from '../report/estimates.js';

interface Style {
  readonly name: string;
  /** Problems only. */
  readonly checkOnly: boolean;
  readonly colour: boolean;
}

/** A report for people: estimates side by side, then what is wrong. */
export function table(report: FitReport, { name, checkOnly, colour }: Style): string {
  const title = `${name}: ${headline(report)}`;
  const problems = report.diagnostics.map((diagnostic) => problemLine(name, diagnostic, colour));
  const estimates = checkOnly ? [] : [...estimateLines(report), ...latentLines(report), ...networkLines(report), ...scoreLines(report)];
  return `${[title, ...estimates, ...problems].join('\n')}\n${checkOnly ? '' : '\n'}`;
}

function headline({ data, mle, map }: FitReport): string {
  const used =
    data.used === data.rows
      ? `${String(data.rows)} ${data.rows === 1 ? 'row' : 'rows'}`
      : `${String(data.used)} of ${String(data.rows)} rows`;
  if (!mle && !map) return `no estimate (${used})`;
  const isConverged = [mle, map].every((each) => each === null || each.status === 'converged' || each.status === 'boundary');
  const parts = [isConverged ? 'converged' : 'not converged', used];
  if (typeof mle?.logLikelihood === 'number')
    parts.push(`log-likelihood ${shortNumber(mle.logLikelihood)}`, `AIC ${shortNumber(mle.aic ?? NaN)}`, bicText(mle));
  if (typeof map?.logEvidence === 'number') parts.push(`log-evidence ${shortNumber(map.logEvidence)}`);
  return parts.join(', ');
}

/** Where rows are groups of trials it matters which of them count. */
function bicText({ bic, bicOfTrials }: MleReport): string {
  const text = `BIC ${shortNumber(bic ?? NaN)}`;
  if (!bicOfTrials) return text;
  const { rows, trials, bic: ofTrials } = bicOfTrials;
  return `${text} (n = ${String(rows)} ${rows === 1 ? 'row' : 'rows'}; ${shortNumber(ofTrials ?? NaN)} with n = ${String(trials)} trials)`;
}

function estimateLines({ mle, map }: FitReport): string[] {
  const [ofMle, ofMap] = [
    { ...mle?.parameters, ...mle?.derived },
    { ...map?.parameters, ...map?.derived },
  ];
  const names = Object.keys(mle ? ofMle : ofMap);
  if (names.length === 0) return [];
  const header = ['', 'MLE ± se', `${levelText((mle ?? map)?.level ?? NaN)} interval`, ...(map ? ['MAP ± se', 'pull'] : [])];
  const rows = names.map((name) => {
    const [ml, mp] = [ofMle[name], ofMap[name]];
    const interval = ml?.interval.profile ?? ml?.interval.wald;
    const kinds = ml?.interval.profile ? ml.interval.ends : undefined;
    const cells = [name, ml ? withError(ml.estimate, ml.se) : 'none', interval ? ends(interval, ml?.se ?? null, kinds).join(' to ') : ''];
    return map ? [...cells, mp ? withError(mp.estimate, mp.se) : 'none', typeof mp?.pull === 'number' ? pullText(mp.pull) : ''] : cells;
  });
  return align([header, ...rows]);
}

function scoreLines({ training, validation }: FitReport): string[] {
  if (!training || !validation) return [];
  const note = scoreNote(training, validation);
  return ['', ...align(scoreCells(training, validation)), ...(note === undefined ? [] : [`  ${note}`])];
}

/** The values of each name in short: all of them are in the JSON. */
function latentLines({ latent }: FitReport): string[] {
  const byName = new Map<string, LevelValue[]>();
  for (const [full, { estimate, se }] of Object.entries(latent)) {
    const [name = '', level = ''] = full.split(/\[(.*)\]$/s);
    const own = byName.get(name) ?? [];
    if (estimate !== null) own.push({ level, estimate, se: se ?? NaN });
    byName.set(name, own);
  }
  return [...byName].map(([name, levels]) => `  ${name}: ${levelSummary(levels)}`);
}
/** One line for each network: how many weights, and for each estimate the loss and the norm of the weights. */
function networkLines({ mle, map }: FitReport): string[] {
  const names = Object.keys(mle?.networks ?? map?.networks ?? {});
  return names.flatMap((name) => {
    const [ml, mp] = [mle?.networks?.[name], map?.networks?.[name]];
    const either = ml ?? mp;
    if (!either) return [];
    const shown = [...(ml ? [`MLE ${networkText(ml)}`] : []), ...(mp ? [`MAP ${networkText(mp)}`] : [])];
    return [`  ${name}  ${String(either.weights)} weights, ${String(either.biases)} biases; ${shown.join('; ')}`];
  });
}

const networkText = ({ loss, norm, starts, agreeing }: NetworkReport): string =>
  `loss ${lossText(loss)} per row, norm ${shortNumber(norm ?? NaN)}, ${String(agreeing)} of ${String(starts)} starts`;

/** Lines with the cells under each other. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths.at(i) ?? 0) : cell.padStart(widths.at(i) ?? 0))).join('  ')}`.trimEnd(),
  );
}

const COLOURS = { error: 31, warning: 33, information: 34, hint: 90 };

function problemLine(name: string, { severity, code, message, range }: ReportDiagnostic, colour: boolean): string {
  const place = `${name}:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
  const word = colour ? `\u001b[${String(COLOURS[severity])}m${severity}\u001b[0m` : severity;
  return `  ${place} ${word} ${code}: ${message}`;
}
