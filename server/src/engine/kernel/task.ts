/** Places of memory, in bytes. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Everything that a thread needs to run the generated code of a term; it can be sent to another thread. */
export interface Listing {
  readonly bytes: Uint8Array;
  readonly memoryBytes: number;
  /** Names of the primitives whose JavaScript function the code calls. */
  readonly imports: readonly string[];
  readonly header: Range;
  readonly sums: Range;
  /** The parts that never change, by their first byte. */
  readonly fixed: readonly { readonly place: number; readonly bytes: Uint8Array }[];
  readonly columns: readonly { readonly place: number; readonly values: Float64Array }[];
  readonly rows: number;
  readonly blockRows: number;
}

/** Rows in stretches that are summed on their own, then added up in their order: the same bits come out whichever thread summed which. */
export interface Chunks {
  readonly count: number;
  readonly rows: number;
}

/**
 * A term's sums as work for several threads: memory that all of them see. Before call k each chunk's state is 2 (k − 1); the thread that sets it to 2
 * k − 1 sums the chunk, and sets it to 2 k when its sums are in `partials`. A thread that comes late finds no chunk in the state of its call.
 */
export interface Task {
  readonly listing: Listing;
  readonly chunks: Chunks;
  /** In number of numbers. */
  readonly length: number;
  readonly header: Float64Array;
  readonly partials: Float64Array;
  readonly states: Int32Array;
  /** 1 once the call is cancelled. */
  readonly stopped: Int32Array;
}

/** Threads that help with the sums over rows. */
export interface Team {
  /** Asks them to take part in a call, and returns at once. */
  call(task: Task, call: number): void;
}
