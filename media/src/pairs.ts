import type { PanelPair } from '../../server/src/protocol/panel.js';
import type { PanelView } from '../../server/src/protocol/view.js';
import type { PairAnswer } from '../../server/src/report/views.js';
import type { PanelHost } from './host.js';
import type { PairSource } from './plots/plot.js';

/** All pairs are shown of at most so many parameters. */
const MOST_IN_MATRIX = 8;

const keyOf = ({ x, y }: PanelPair): string => JSON.stringify([x, y]);

/** Asks for the likelihood over the pairs that are shown, one after the other; answers about an earlier fit stay until there are new ones. */
export class Pairs implements PairSource {
  names: readonly string[] = [];
  isAll = false;
  private fit = '';
  private isAsking = false;
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

  choose(pair: PanelPair): void {
    this.host.remember({ pair });
    this.changed();
  }

  chooseAll(isAll: boolean): void {
    this.isAll = isAll;
    this.changed();
  }

  /** A view has come; with `isWanted` somebody looks at pairs. */
  take(view: PanelView, isWanted: boolean): void {
    const names = view.parameters.map(({ name }) => name);
    if (JSON.stringify(names) !== JSON.stringify(this.names)) this.answers.clear();
    this.names = names;
    this.fit = JSON.stringify([view.uri, view.report.mle?.parameters, view.report.map?.parameters]);
    if (isWanted && !view.stale && !view.underWay) void this.ask();
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

  private missing(): PanelPair | undefined {
    return this.shown.find((pair) => this.answers.get(keyOf(pair))?.fit !== this.fit);
  }
}
