import { inBench, livelihood } from '../support/files.js';
import type { Options } from '../support/section.js';

/** A program that fits cases, started once. */
export interface Peer {
  readonly name: string;
  readonly command: (options: Options) => readonly [program: string, ...args: string[]];
  /** How to install it on Debian. */
  readonly install: string;
}

const python = (name: string, script: string, install: string): Peer => ({
  name,
  command: (options) => [options.python, inBench('peers', script)],
  install,
});

/** The name of the peer that all others are compared with. */
export const ours: Peer = {
  name: 'Livelihood',
  command: () => [process.execPath, livelihood],
  install: 'npm ci',
};

export const peers: readonly Peer[] = [
  {
    name: 'R',
    command: () => ['Rscript', '--vanilla', inBench('peers/peer.R')],
    install: 'apt install r-base-core r-cran-mass r-cran-nnet r-cran-lme4',
  },
  python('statsmodels', 'with_statsmodels.py', 'apt install python3-statsmodels'),
  python('scikit-learn', 'with_sklearn.py', 'apt install python3-sklearn'),
  python('torch', 'with_torch.py', 'apt install python3-torch'),
  python('scipy', 'with_scipy.py', 'apt install python3-scipy'),
];
