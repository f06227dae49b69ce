import { type Workbench } from './workbench.js';

/** Something a person does and sees, driven from outside the workbench. */
export interface Scenario {
  readonly name: string;
  readonly run: (workbench: Workbench) => Promise<void>;
}
