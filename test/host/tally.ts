/** The outcome of a suite. A suite that crashed, hung or reported nothing counts as one failure, so that it cannot pass unseen. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** One line of the file in which a suite inside the extension host reports: a test that has ended, or the suite's end. */
export type Line =
  | { readonly kind: 'test'; readonly title: string; readonly milliseconds: number; readonly error?: string }
  | { readonly kind: 'end'; readonly passed: number; readonly failed: number };

/** Name of the environment variable that tells the suite where to report. */
export const reportVariable = 'LIVELIHOOD_HOST_REPORT';

/** Name of the environment variable that tells the suite which folder is open. */
export const workspaceVariable = 'LIVELIHOOD_HOST_WORKSPACE';

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}
