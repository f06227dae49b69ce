import { fileURLToPath } from 'node:url';

/** The path of a file from its URI; the URI itself where it does not belong to a file on this machine. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    return uri;
  }
}
