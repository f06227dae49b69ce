import type { Keys, KeySpec } from '../../engine/model/specification.js';
import type { ConfigEntry, ConfigMap } from '../syntax/config.js';

/** Every key of a mapping and of the mappings in it; of a key that is given twice, the first. */
export function keysOf({ entries }: ConfigMap): Keys {
  const keys = new Map<string, KeySpec>();
  for (const entry of entries) if (!keys.has(entry.key.text)) keys.set(entry.key.text, keySpec(entry));
  return keys;
}

function keySpec({ key, value, from, to }: ConfigEntry): KeySpec {
  const places = { key: { from: key.from, to: key.to }, value: { from: value.from, to: value.to }, from, to };
  return value.kind === 'map' ? { ...places, keys: keysOf(value) } : places;
}
