import { readFileSync } from 'node:fs';

/** How often memory is sampled. */
const INTERVAL_MS = 25;

/** Mebibytes of a process and its children, added up. */
export interface Footprint {
  /** Resident memory: pages that processes share count in each. */
  readonly resident: number;
  /** The same with shared pages divided among those who share them. */
  readonly proportional: number;
}

/** Watches the memory of a process and its children while it runs; from /proc, so on Linux only. */
export class Watch {
  /** The largest sums at one moment. */
  peak: Footprint = { resident: 0, proportional: 0 };
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.timer = setInterval(() => this.look(), INTERVAL_MS);
  }

  now(): Footprint {
    const all = tree(this.pid).map((pid) => read(`/proc/${pid}/smaps_rollup`));
    const sum = (key: string): number => all.reduce((total, text) => total + mebibytes(text, key), 0);
    return { resident: sum('Rss'), proportional: sum('Pss') };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const { resident, proportional } = this.now();
    this.peak = { resident: Math.max(this.peak.resident, resident), proportional: Math.max(this.peak.proportional, proportional) };
  }
}

/** A process and all below it. */
function tree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(tree)];
}

const mebibytes = (text: string, key: string): number => Number(new RegExp(`^${key}:\\s*(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;

/** Empty for a process that has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
