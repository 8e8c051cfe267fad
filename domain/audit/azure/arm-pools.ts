import { textOf } from '../kubernetes/text-of.ts';
import type { ArmResource } from './arm-view.ts';

export function isForWindows({ fields }: ArmResource): boolean {
  return textOf(fields('osType')).toLowerCase() === 'windows';
}
