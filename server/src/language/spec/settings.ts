import { defaultSettings, type Settings } from '../../engine/model/specification.js';
import type { ConfigEntry } from '../syntax/config.js';
import { describe, type ShapeReporter } from './shape.js';
import { readNumberIn, readText } from './values.js';

const keys = ['interval', 'starts', 'seed', 'max-seconds', 'missing', 'standard-errors'];

/** Reads `settings`; what is absent or wrong keeps its default. */
export function readSettings(entry: ConfigEntry | undefined, reporter: ShapeReporter): Settings {
  if (!entry) return defaultSettings;
  if (entry.value.kind !== 'map') {
    reporter.type(entry.value, `\`settings\` takes a mapping such as \`{ interval: 0.9 }\`, not ${describe(entry.value)}.`);
    return defaultSettings;
  }
  const entries = reporter.entries(entry.value, keys, '`settings`');
  const number = (key: string, standard: number, accepts: (value: number) => boolean, range: string): number => {
    const found = entries.get(key);
    return (found && readNumberIn(found, reporter, accepts, range)) ?? standard;
  };
  return {
    interval: number(
      'interval',
      defaultSettings.interval,
      (value) => value > 0 && value < 1,
      'a probability between 0 and 1, such as 0.95',
    ),
    starts: number(
      'starts',
      defaultSettings.starts,
      (value) => isWhole(value) && value >= 1 && value <= 1000,
      'a whole number from 1 to 1000',
    ),
    seed: number(
      'seed',
      defaultSettings.seed,
      (value) => isWhole(value) && value >= 0 && value < 2 ** 32,
      'a whole number from 0 to 4294967295',
    ),
    maxSeconds: number(
      'max-seconds',
      defaultSettings.maxSeconds,
      (value) => value > 0 && value <= 86_400,
      'a number of seconds up to 86400',
    ),
    missing: readMissing(entries.get('missing'), reporter),
    standardErrors: readErrors(entries.get('standard-errors'), reporter),
  };
}

function isWhole(value: number): boolean {
  return Number.isInteger(value);
}

function readMissing(entry: ConfigEntry | undefined, reporter: ShapeReporter): Settings['missing'] {
  const text = entry && readText(entry, reporter);
  if (!text || text.value === 'drop') return 'drop';
  if (text.value === 'error') return 'error';
  reporter.type(text, '`missing` must be `drop` (leave out rows with missing values) or `error` (refuse them).');
  return defaultSettings.missing;
}

function readErrors(entry: ConfigEntry | undefined, reporter: ShapeReporter): Settings['standardErrors'] {
  const text = entry && readText(entry, reporter);
  if (!text || text.value === 'information') return 'information';
  if (text.value === 'robust') return 'robust';
  reporter.type(
    text,
    '`standard-errors` must be `information` (from the observed information) or `robust` (also those from the sandwich formula).',
  );
  return defaultSettings.standardErrors;
}
