/**
 * What stands at an index that is known to exist. An index outside is a fault of this program, so it throws instead of passing for a 0 or a NaN;
 * where a value may be absent, `values.at(index)` or `values[index]` with a named default says so.
 */
export function at<T>(values: ArrayLike<T>, index: number): T {
  // Most are columns of numbers: a read of their own, of one type of array, costs half as much.
  const value: unknown = values instanceof Float64Array ? values[index] : values[index];
  if (value === undefined) throw new RangeError(`there is no element ${String(index)} among ${String(values.length)}`);
  return value as T;
}
