import type { PanelPair } from '../../server/src/protocol/panel.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import type { PairAnswer, RowPlotsAnswer } from '../../server/src/report/views.js';
import type { PanelHost } from './host.js';
import type { AnswerSource } from './plots/plot.js';

/** All pairs are shown of at most so many parameters. */
const MOST_IN_MATRIX = 8;

const keyOf = ({ x, y }: PanelPair): string => JSON.stringify([x, y]);

/** Asks for what is computed only where somebody looks: the likelihood over pairs of parameters, one after the other, and the rows. Answers about an earlier fit stay until there are new ones. */
export class Answers implements AnswerSource {
  names: readonly string[] = [];
  isAll = false;
  private uri = '';
  private fit = '';
  private isAsking = false;
  private isAskingRows = false;
  private rowsOf: { readonly fit: string; readonly answer: RowPlotsAnswer } | undefined;
  private readonly answers = new Map<string, { readonly fit: string; readonly answer: PairAnswer }>();

  constructor(
    private readonly host: PanelHost,
    private readonly changed: () => void,
  ) {}

  get shown(): readonly PanelPair[] {
    const { names } = this;
    if (names.length < 2) return [];
    if (!this.isAll) return [this.chosen];
    const few = names.slice(0, MOST_IN_MATRIX);
    return few.flatMap((x, i) => few.slice(i + 1).map((y) => ({ x, y })));
  }

  answerTo(pair: PanelPair): PairAnswer | null {
    return this.answers.get(keyOf(pair))?.answer ?? null;
  }

  get rows(): RowPlotsAnswer | null {
    return this.rowsOf?.answer ?? null;
  }

  choose(pair: PanelPair): void {
    this.host.remember({ pair });
    this.changed();
  }

  chooseAll(isAll: boolean): void {
    this.isAll = isAll;
    this.changed();
  }

  /** A view has come; `wanted` says what somebody looks at. */
  take(view: PanelView, wanted: { readonly pairs: boolean; readonly rows: boolean }): void {
    const names = view.parameters.map(({ name }) => name);
    if (view.uri !== this.uri) this.rowsOf = undefined;
    if (view.uri !== this.uri || JSON.stringify(names) !== JSON.stringify(this.names)) this.answers.clear();
    this.uri = view.uri;
    this.names = names;
    this.fit = JSON.stringify([view.uri, view.report.mle?.parameters, view.report.map?.parameters]);
    if (view.stale || view.underWay) return;
    if (wanted.pairs) void this.ask();
    if (wanted.rows) void this.askRows();
  }

  private get chosen(): PanelPair {
    const [x = '', y = ''] = this.names;
    const { pair } = this.host.memory;
    return pair && pair.x !== pair.y && [pair.x, pair.y].every((name) => this.names.includes(name)) ? pair : { x, y };
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    for (let next = this.missing(); next; next = this.missing()) {
      const { fit } = this;
      const answer = await this.host.pair(next).catch(() => null);
      // Another question has taken its place: the next view asks again.
      if (!answer) break;
      this.answers.set(keyOf(next), { fit, answer });
      if (fit === this.fit) this.changed();
    }
    this.isAsking = false;
  }

  private async askRows(): Promise<void> {
    const { fit } = this;
    if (this.rowsOf?.fit === fit || this.isAskingRows) return;
    this.isAskingRows = true;
    const answer = await this.host.rows().catch(() => null);
    this.isAskingRows = false;
    if (!answer) return;
    this.rowsOf = { fit, answer };
    this.changed();
  }

  private missing(): PanelPair | undefined {
    return this.shown.find((pair) => this.answers.get(keyOf(pair))?.fit !== this.fit);
  }
}
