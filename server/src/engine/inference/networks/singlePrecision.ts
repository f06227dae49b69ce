import type { NetworkApplication } from '../../kernel/kernel.js';
import { hasVectors } from '../../wasm/available.js';
import { runtime } from '../../wasm/runtime.js';
import type { BoundModel } from '../../model/bound.js';
import { underModel, working, workingsOf } from '../../model/workings.js';
import { Objective } from '../objective/objective.js';

const singleNetworks = working<BoundModel>('networks in single precision');

/** The same with its networks in single precision; undefined where nothing would be faster by it: without networks, or without vectors. */
export function inSinglePrecision({ bound, target, held, cancellation }: Objective): Objective | undefined {
  if (bound.model.networks.length === 0 || !runtime || !hasVectors(runtime)) return undefined;
  const single = workingsOf(bound).once(singleNetworks, () => withSingleNetworks(bound));
  return new Objective(underModel(single, bound.model), target, held, cancellation);
}

function withSingleNetworks(bound: BoundModel): BoundModel {
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
