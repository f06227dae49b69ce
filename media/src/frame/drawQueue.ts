/** Drawing may take this much of a frame of the screen; what is left waits for the next. */
const BUDGET_MS = 10;

/** What waits to be drawn: what can be seen first, the rest a little in each frame. The last state of each is drawn, never one before. */
export class DrawQueue {
  private readonly waiting = new Set<Drawn>();
  private isAsked = false;

  add(figure: Drawn): void {
    this.waiting.add(figure);
    this.ask();
  }

  remove(figure: Drawn): void {
    this.waiting.delete(figure);
  }

  /** Draws everything now, as before printing. */
  flush(): void {
    for (const each of this.waiting) each.draw();
    this.waiting.clear();
  }

  private ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.run();
    });
  }

  private run(): void {
    const began = performance.now();
    const sorted = [...this.waiting]
      .map((figure) => ({ figure, isSeen: figure.isVisible() }))
      .sort((a, b) => Number(b.isSeen) - Number(a.isSeen));
    for (const { figure, isSeen } of sorted) {
      if (!isSeen && performance.now() - began > BUDGET_MS) return this.ask();
      this.waiting.delete(figure);
      figure.draw();
    }
  }
}

export interface Drawn {
  readonly draw: () => void;
  readonly isVisible: () => boolean;
}
