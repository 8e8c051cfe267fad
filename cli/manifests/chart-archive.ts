import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const largestPackedBytes = 32 * 1024 * 1024;
const largestBytes = 128 * 1024 * 1024;
const block = 512;

/** Whether a .tgz is a chart as `helm package` and OCI registries have it: a folder with a Chart.yaml. One that is too large is none. */
export function isChartArchive(path: string): boolean {
  try {
    if (statSync(path).size > largestPackedBytes) return false;
    const tar = gunzipSync(readFileSync(path), { maxOutputLength: largestBytes });
    for (let at = 0; at + block <= tar.length; ) {
      const [name] = tar.toString('latin1', at, at + 100).split('\0');
      if (/^(?:\.\/)?[^/]+\/Chart\.yaml$/.test(name ?? '')) return true;
      const bytes = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
      if (Number.isNaN(bytes) || bytes < 0) return false;
      at += block + Math.ceil(bytes / block) * block;
    }
  } catch {
    // Not gzip, or more than it may hold.
  }
  return false;
}
