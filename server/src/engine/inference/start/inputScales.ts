import type { NetworkApplication } from '../../kernel/kernel.js';
import type { BoundModel } from '../../model/bound.js';
import type { Network } from '../../network/network.js';

/**
 * A network's parameters as those of the same network over standardised inputs: u = sd · w, c = b + Σ mean · w for the first layer. Gradient descents use
 * these, since columns of data come in all sizes; neither the density nor its maximum changes.
 */
export class InputScales {
  private constructor(
    private readonly first: number,
    private readonly columns: number,
    /** For each row of the first layer's weights. */
    private readonly means: Float64Array,
    private readonly deviations: Float64Array,
  ) {}

  /**
   * Undefined where the network does not begin with weights, and for images: their pixels lie between 0 and 1 as they are. To widen them, the dark ones most
   * of all, would make a prior that is the same for all weights very different in each direction (on the digits: half as many evaluations without it).
   */
  static of({ model, variables }: BoundModel, index: number): InputScales | undefined {
    const at = model.variables.findIndex((source) => source.kind === 'network' && source.network === index);
    const variable = variables[at];
    const network = model.networks[index]?.network;
    const begin = network?.layers.find(({ kind }) => kind.isReshape !== true);
    if (variable?.kind !== 'network' || !network || !begin?.fan || network.inputShape.length > 1) return undefined;
    const { means, deviations } = statistics(variable.application, begin.weights / begin.biases);
    return new InputScales(begin.first, begin.biases, means, deviations);
  }

  /** The parameters of the standardised network → those of the network, in place. */
  toWeights(parameters: Float64Array): void {
    this.each(parameters, (weight, bias, i) => {
      parameters[weight] = (parameters[weight] as number) / (this.deviations[i] as number);
      parameters[bias] = (parameters[bias] as number) - (this.means[i] as number) * parameters[weight];
    });
  }

  /** The inverse of `toWeights`, in place. */
  fromWeights(parameters: Float64Array): void {
    this.each(parameters, (weight, bias, i) => {
      parameters[bias] = (parameters[bias] as number) + (this.means[i] as number) * (parameters[weight] as number);
      parameters[weight] = (parameters[weight] as number) * (this.deviations[i] as number);
    });
  }

  /** The gradient with respect to the network's parameters → that for the standardised network, in place. */
  pullBack(gradient: Float64Array): void {
    this.each(gradient, (weight, bias, i) => {
      const slope = (gradient[weight] as number) - (this.means[i] as number) * (gradient[bias] as number);
      gradient[weight] = slope / (this.deviations[i] as number);
    });
  }

  private each(values: Float64Array, visit: (weight: number, bias: number, input: number) => void): void {
    const { first, columns } = this;
    const biases = first + this.means.length * columns;
    if (values.length < biases + columns) throw new Error('these are not the parameters of the network');
    for (let i = 0; i < this.means.length; i++) for (let c = 0; c < columns; c++) visit(first + i * columns + c, biases + c, i);
  }
}

/** Mean and standard deviation of each input. Those that never change count as they are. */
function statistics({ inputs }: NetworkApplication, features: number): { means: Float64Array; deviations: Float64Array } {
  const [means, deviations, counts] = [new Float64Array(features), new Float64Array(features).fill(0), new Float64Array(features)];
  const eachValue = (see: (value: number, feature: number) => void): void => {
    let before = 0;
    for (const { values, width } of inputs) {
      for (let i = 0; i < values.length; i++) see(values[i] as number, (before + (i % width)) % features);
      before += width;
    }
  };
  eachValue((value, feature) => {
    (means[feature] as number) += value;
    (counts[feature] as number)++;
  });
  means.forEach((sum, feature) => (means[feature] = sum / (counts[feature] as number)));
  eachValue((value, feature) => ((deviations[feature] as number) += (value - (means[feature] as number)) ** 2));
  deviations.forEach((sum, feature) => (deviations[feature] = Math.sqrt(sum / (counts[feature] as number)) || 1));
  return { means, deviations };
}

/** Seeded starting values, as for standardised inputs. */
export function drawnParameters(bound: BoundModel, index: number, seed: number): Float64Array {
  const network: Network | undefined = bound.model.networks[index]?.network;
  const values = network?.start(seed) ?? new Float64Array(0);
  InputScales.of(bound, index)?.toWeights(values);
  return values;
}
