/** How wide a hint was, by the place that it belongs to: while numbers change, what stands behind it on its line keeps its place. */
export class SteadyWidths {
  /** Of the file that was asked about last. */
  private widths = new Map<string, number>();
  private uri = '';

  /** A label as wide as its place has had it so far in this file. */
  pad(uri: string, place: string, label: string): string {
    if (uri !== this.uri) this.widths = new Map();
    this.uri = uri;
    const width = Math.max(this.widths.get(place) ?? 0, label.length);
    this.widths.set(place, width);
    return label.padEnd(width, FIGURE_SPACE);
  }
}

/** As wide as a digit. */
const FIGURE_SPACE = '\u2007';
