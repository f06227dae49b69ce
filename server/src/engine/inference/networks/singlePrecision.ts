import type { NetworkApplication } from '../../kernel/kernel.js';
import { hasVectors } from '../../wasm/available.js';
import { runtime } from '../../wasm/runtime.js';
import type { BoundModel } from '../../model/bound.js';
import { Objective } from '../objective/objective.js';

/** The model may have other priors the next time. */
type Single = { model: BoundModel['model'] } & Omit<BoundModel, 'model'>;

const known = new WeakMap<BoundModel, Single>();

/** The same with its networks in single precision; undefined where nothing would be faster by it: without networks, or without vectors. */
export function inSinglePrecision({ bound, target, held, cancellation }: Objective): Objective | undefined {
  if (bound.model.networks.length === 0 || !runtime || !hasVectors(runtime)) return undefined;
  const single = known.get(bound) ?? withSingleNetworks(bound);
  known.set(bound, single);
  single.model = bound.model;
  return new Objective(single, target, held, cancellation);
}

function withSingleNetworks(bound: BoundModel): Single {
  const applications = new Map<NetworkApplication, NetworkApplication>();
  const variables = bound.variables.map((variable) => {
    if (variable.kind !== 'network') return variable;
    const application = applications.get(variable.application) ?? single(variable.application);
    applications.set(variable.application, application);
    return { ...variable, application };
  });
  return { ...bound, variables };
}

function single(application: NetworkApplication): NetworkApplication {
  const inputs = application.inputs.map(({ values, width }) => ({ values: new Float32Array(values), width }));
  return { ...application, precision: 'single', inputs };
}
