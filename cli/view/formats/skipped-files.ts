import { plural } from '../terminal/plural.ts';

/** "; 12 files hold no Kubernetes object; 3 paths ignored"; empty where everything counts. */
export function describeSkipped({
  skipped,
  ignored,
}: {
  readonly skipped: number;
  readonly ignored: number;
}): string {
  return [
    ...(skipped === 0
      ? []
      : [`; ${plural(skipped, 'file')} ${skipped === 1 ? 'holds' : 'hold'} no Kubernetes object`]),
    ...(ignored === 0 ? [] : [`; ${plural(ignored, 'path')} ignored`]),
  ].join('');
}
