import type { Severity } from './severity.ts';

/** Accepts deviations. `*` and `?` stand for any characters and for one; null: every one. */
export interface ControlWaiver {
  /** An id or a pattern of ids. */
  readonly control: string;
  /** "Deployment/shop/web", alone or with the container or subject behind it. */
  readonly resource: string | null;
  readonly namespace: string | null;
  /** The most severe that it covers. */
  readonly severity: Severity | null;
  readonly reason: string;
  readonly owner: string;
  readonly approver: string;
  /** RFC 3339 */
  readonly expires: string;
  /** Where the object says it of itself: "shop.yaml:3"; absent: in the waiver file, or in the campaign file. */
  readonly place?: string;
}
