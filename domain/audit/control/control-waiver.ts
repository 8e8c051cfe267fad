/** Accepts deviations from one control: everywhere, or on one resource (a trailing * stands for any ending). */
export interface ControlWaiver {
  readonly control: string;
  readonly resource: string | null;
  readonly reason: string;
  readonly owner: string;
  readonly approver: string;
  /** RFC 3339 */
  readonly expires: string;
}
