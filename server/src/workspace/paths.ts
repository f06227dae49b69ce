import { fileURLToPath } from 'node:url';

/** The path of a file by its URI; the URI itself where it is that of no file of this machine. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    return uri;
  }
}
