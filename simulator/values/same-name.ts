/** Azure compares names and ids without regard to case. */
export function isSameName(left: string | undefined, right: string | undefined): boolean {
  return left?.toLowerCase() === right?.toLowerCase();
}
