import type { Span } from '../../../report/problem.js';
import type { LayerCall } from '../../network/network.js';
import type { ModelNetwork } from '../../model/model.js';
import type { NetworkSpec } from '../../model/specification.js';

/** A network as the file declares it, and what its first use has made of it. */
export interface DeclaredNetwork {
  readonly spec: NetworkSpec;
  /** Undefined where one of the layers is wrong. */
  readonly calls: readonly LayerCall[] | undefined;
  used: boolean;
  /** Its index and the place of its first use. */
  built?: { readonly index: number; readonly network: ModelNetwork; readonly span: Span };
  /** Why there is none has been said. */
  refused?: true;
}
