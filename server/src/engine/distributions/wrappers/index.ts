import { IntervalCensored, LeftCensored, RightCensored } from './censored.js';
import { Mixture } from './mixture.js';
import { Truncated } from './truncated.js';
import type { Wrapper } from './wrapper.js';
import { Hurdle, ZeroInflated } from './zeros.js';

/** Every wrapper of the language: a new one is its file and its name here. */
const all: readonly Wrapper[] = [Truncated, RightCensored, LeftCensored, IntervalCensored, Mixture, ZeroInflated, Hurdle];

export const wrappers: ReadonlyMap<string, Wrapper> = new Map(all.map((record) => [record.name, record]));
