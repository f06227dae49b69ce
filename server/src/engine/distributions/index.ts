import { AsymmetricLaplace } from './asymmetricLaplace.js';
import { Bernoulli } from './bernoulli.js';
import { Beta } from './beta.js';
import { BetaBinomial } from './betaBinomial.js';
import { Binomial } from './binomial.js';
import { Categorical } from './categorical.js';
import { Cauchy } from './cauchy.js';
import { ChiSquared } from './chiSquared.js';
import type { Distribution } from './distribution.js';
import { Dirichlet } from './dirichlet.js';
import { Exponential } from './exponential.js';
import { Flat } from './flat.js';
import { Gamma } from './gamma.js';
import { Geometric } from './geometric.js';
import { GEV } from './gev.js';
import { Gumbel } from './gumbel.js';
import { HalfCauchy } from './halfCauchy.js';
import { HalfNormal } from './halfNormal.js';
import { HalfStudentT } from './halfStudentT.js';
import { InverseGamma } from './inverseGamma.js';
import { InverseGaussian } from './inverseGaussian.js';
import { Laplace } from './laplace.js';
import { Logistic } from './logistic.js';
import { LogNormal } from './logNormal.js';
import { MultivariateNormal } from './multivariateNormal.js';
import { NegativeBinomial } from './negativeBinomial.js';
import { Normal } from './normal.js';
import { OrderedLogistic, OrderedProbit } from './ordered.js';
import { Pareto } from './pareto.js';
import { L1, L2 } from './penalties.js';
import { Poisson } from './poisson.js';
import { SkewNormal } from './skewNormal.js';
import { StudentT } from './studentT.js';
import { Uniform } from './uniform.js';
import { VonMises } from './vonMises.js';
import { Weibull } from './weibull.js';

/** Every distribution of the language: a new one is its file and its name here. */
const all: readonly Distribution[] = [
  Normal,
  LogNormal,
  StudentT,
  Cauchy,
  Laplace,
  Exponential,
  Gamma,
  Beta,
  Uniform,
  HalfNormal,
  HalfCauchy,
  Bernoulli,
  Binomial,
  Poisson,
  Categorical,
  ChiSquared,
  Geometric,
  Gumbel,
  HalfStudentT,
  InverseGamma,
  Logistic,
  NegativeBinomial,
  Pareto,
  Weibull,
  AsymmetricLaplace,
  BetaBinomial,
  GEV,
  InverseGaussian,
  SkewNormal,
  VonMises,
  OrderedLogistic,
  OrderedProbit,
  L1,
  L2,
  Flat,
];

export const distributions: ReadonlyMap<string, Distribution> = new Map(all.map((record) => [record.name, record]));

/** What is used in place of a distribution where data scatter more than it allows. */
export const widerThan = (narrow: Distribution): Distribution | undefined => all.find(({ widens }) => widens?.of === narrow);

/** Distributions of a whole vector, which can only be priors. */
export const vectorPriors: ReadonlyMap<string, Distribution> = new Map([[Dirichlet.name, Dirichlet]]);

/** Distributions of correlated latent values. */
export const latentDistributions: ReadonlyMap<string, Distribution> = new Map([[MultivariateNormal.name, MultivariateNormal]]);
