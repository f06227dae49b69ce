/** Whether a name matches a pattern in which `*` stands for any characters and `?` for one. Work is at most the product of the lengths. */
export function matchesGlob(pattern: string, name: string): boolean {
  const [wanted, letters] = [Array.from(pattern), Array.from(name)];
  let [i, star, resume] = [0, -1, 0];
  for (let k = 0; k < letters.length;) {
    if (wanted[i] === '*') {
      [star, resume] = [i, k];
      i++;
    } else if (i < wanted.length && (wanted[i] === '?' || wanted[i] === letters[k])) {
      i++;
      k++;
    } else if (star >= 0) {
      // The last star takes one character more.
      resume++;
      [i, k] = [star + 1, resume];
    } else return false;
  }
  return wanted.slice(i).every((each) => each === '*');
}
