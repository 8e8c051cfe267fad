import type { ArmResource } from './arm-view.ts';
import { textOf } from './kubernetes/text-of.ts';

export function isForWindows({ fields }: ArmResource): boolean {
  return textOf(fields('osType')).toLowerCase() === 'windows';
}
