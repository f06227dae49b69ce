import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Numbers = Readonly<Record<string, number>>;

/** How far a value may be off: each term that is given adds to the allowance. */
export interface Rule {
  readonly abs?: number;
  readonly rel?: number;
  readonly abs_in_se_units?: number;
  /** `NAME_abs` and `NAME_rel` apply to one parameter only. */
  readonly [own: string]: number | undefined;
}

/** A real data set with trusted answers: the file `expected.json` of a case. */
export interface Case {
  readonly name: string;
  /** The estimation file. */
  readonly path: string;
  readonly title: string;
  /** Name of a parameter in `expected` → its name in our answer. */
  readonly names: Readonly<Record<string, string>>;
  /** What is compared: see README.md. */
  readonly judge: readonly string[];
  readonly expected: {
    readonly estimates?: Numbers;
    readonly se?: Numbers;
    readonly posterior_sd_laplace?: Numbers;
    readonly profile_ci_95?: Readonly<Record<string, readonly [number, number]>>;
    readonly loglik?: number;
    readonly AIC?: number;
    readonly BIC?: number;
    readonly logpost_unnormalised_at_mode?: number;
    readonly best_logpost_found?: number;
    readonly pass_at_least?: number;
    readonly log_evidence_laplace?: number;
    readonly log_evidence_exact?: number;
    readonly exact_zeros?: readonly string[];
  };
  readonly tolerance: Readonly<Record<string, Rule>>;
}

const folder = join(import.meta.dirname, 'cases');

/** All cases, by name. */
export function readCases(): Case[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name, 'expected.json'), 'utf8');
      return { ...(JSON.parse(text) as Omit<Case, 'name' | 'path'>), name, path: join(folder, name, 'model.fit.yaml') };
    });
}
