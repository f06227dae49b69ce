import type { PanelMemory, PanelPair, PanelPairAnswer, PanelRowsAnswer, SaveMessage } from '../../server/src/protocol/panel.js';

/** What the panel asks of the window around it. */
export interface PanelHost {
  readonly memory: PanelMemory;
  readonly remember: (change: Partial<PanelMemory>) => void;
  readonly save: (file: SaveMessage) => void;
  readonly copy: (text: string) => void;
  readonly pin: (isPinned: boolean) => void;
  /** Points at the line of a parameter, or at none; with `go` the editor goes there. */
  readonly reveal: (name: string | null, go?: true) => void;
  readonly goToRow: (row: number) => void;
  readonly rows: () => Promise<PanelRowsAnswer>;
  readonly pair: (pair: PanelPair) => Promise<PanelPairAnswer>;
}
