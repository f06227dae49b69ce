import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FitReport, ReportDiagnostic } from '../../server/src/report/fitReport.js';

/** A finding that a model is there to cause: `# expect: warning separation y ~ Bernoulli`, the last part being how the text begins at its place. */
export interface Expected {
  readonly severity: string;
  readonly code: string;
  readonly at: string;
}

export interface BadModel {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly expected: readonly Expected[];
}

const folder = join(import.meta.dirname, 'bad');
const comment = /^# expect: (?<severity>\w+) (?<code>[\w-]+) ?(?<at>.*)$/gm;

/** The models of the folder `bad`, by name. */
export function badModels(): BadModel[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      const expected = [...text.matchAll(comment)].map(({ groups }) => ({
        severity: groups?.['severity'] ?? '',
        code: groups?.['code'] ?? '',
        at: groups?.['at'] ?? '',
      }));
      return { name: file.replace('.fit.yaml', ''), path, text, expected };
    });
}

/** What is wrong with the findings of a bad model: some that are missing, or errors and warnings that nobody expects. */
export function complaints({ text, expected }: BadModel, { diagnostics }: FitReport): string[] {
  const fits = (want: Expected, found: ReportDiagnostic): boolean =>
    want.code === found.code && want.severity === found.severity && textAt(text, found).startsWith(want.at);
  const missing = expected.filter((want) => !diagnostics.some((found) => fits(want, found)));
  const surplus = diagnostics.filter((found) => isLoud(found) && !expected.some((want) => fits(want, found)));
  const texts = diagnostics.map(({ message }) => message);
  const twice = texts.filter((message, k) => texts.indexOf(message) !== k);
  return [
    ...missing.map(({ severity, code, at }) => `missing: ${severity} ${code} at "${at}"`),
    ...surplus.map((found) => `not expected: ${found.severity} ${found.code} at "${textAt(text, found).slice(0, 20)}": ${found.message}`),
    ...twice.map((message) => `said twice: ${message}`),
  ];
}

export const isLoud = ({ severity }: ReportDiagnostic): boolean => severity === 'error' || severity === 'warning';

function textAt(text: string, { range }: ReportDiagnostic): string {
  const lines = text.split('\n');
  return [lines[range.start.line]?.slice(range.start.character) ?? '', ...lines.slice(range.start.line + 1)].join('\n');
}

/**
 * Errors and warnings that are true of a reference case: those that its `judge` asks for, and two more that the data bear out. Setosa stands apart from the
 * other species, so that its coefficients have no maximum likelihood estimate; so do those of a network.
 */
export function trueFindings(name: string): readonly string[] {
  return known[name] ?? [];
}

const known: Readonly<Record<string, readonly string[]>> = {
  bound_active_slope: ['boundary'],
  // Another maximum is less than one below, and the prior tells components of a mixture apart.
  egarch_smooth_ftse: ['local-optima'],
  evidence_product_two_modes: ['local-optima'],
  mix2_poisson_priors: ['local-optima'],
  // Its MLE has no end.
  network_tanh3_map: ['not-converged'],
  eight_schools_joint_pathology: ['unbounded'],
  eight_schools_marginal_mle: ['boundary'],
  mlp_iris: ['separation'],
  separation_iris_normal_prior: ['separation'],
  softmax_iris_normal_prior: ['separation'],
};
