import { resourceKey } from '../../fleet/ids.ts';
import { digestText } from '../../text/digest.ts';

/** Into so many parts the record is split, so that each fits into a payload. */
export const auditRecordParts = 64;

/** In which part all audits of a cluster are: 0 to 63. */
export function auditRecordPart(resourceId: string): number {
  return Number.parseInt(digestText(resourceKey(resourceId)).slice(-4), 16) % auditRecordParts;
}
