import { coinScenarios } from './coin.js';
import { exampleScenarios } from './examples.js';
import { liveScenarios } from './live.js';
import { newcomerScenarios } from './newcomer.js';
import { panelScenarios } from './panel.js';
import { emptyScenarios, viewScenarios } from './views.js';
import { type Scenario } from './scenario.js';

/** Every scenario, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  ...emptyScenarios,
  ...coinScenarios,
  ...exampleScenarios,
  ...liveScenarios,
  ...newcomerScenarios,
  ...panelScenarios,
  ...viewScenarios,
];
