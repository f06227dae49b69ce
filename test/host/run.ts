import { bundleSuite, probe } from '../../scripts/host/bundle.js';
import { setUpHost, type Variant } from '../../scripts/host/setup.js';
import { root } from '../../scripts/processes.js';
import { runSuite } from './runSuite.js';
import { withSession } from './session.js';
import { add, type Tally } from './tally.js';
import { runScenarios } from './ui/run.js';

/** The environment of the tests. */
interface What {
  readonly variant: Variant;
  /** The packaged product; without it the sources' build is loaded in development mode. */
  readonly vsix?: string;
}

/** The suite inside the extension host, then the scenarios that look at the workbench from outside. */
export async function runHostTests({ variant, vsix }: What): Promise<Tally> {
  const host = await setUpHost(variant);
  await bundleSuite();
  const inside = await withSession(host, vsix, (session) => runSuite(session, vsix === undefined ? root : probe));
  const outside = await withSession(host, vsix, (session) => runScenarios(session, vsix === undefined ? root : undefined));
  return add(inside, outside);
}
