/** Of a finding, in characters. */
export const digestLength = 8;

export function digestsIn(joined: string): readonly string[] {
  return Array.from({ length: joined.length / digestLength }, (_, at) =>
    joined.slice(at * digestLength, (at + 1) * digestLength),
  );
}
