import { classes } from './classes.js';
import { comparison } from './comparison.js';
import { contour } from './contour.js';
import { dataFit } from './dataFit.js';
import { density } from './density.js';
import { filters } from './filters.js';
import { forest } from './forest.js';
import { learning } from './learning.js';
import { latent } from './latent.js';
import { losses } from './losses.js';
import { washout } from './washout.js';
import type { PlotKind } from './plot.js';
import { rows } from './rows.js';
import { scores } from './scores.js';

/** All plots, in the order in which they are shown. */
export const plots: readonly PlotKind[] = [
  comparison,
  losses,
  forest,
  scores,
  classes,
  learning,
  filters,
  dataFit,
  density,
  contour,
  rows,
  latent,
  washout,
];
