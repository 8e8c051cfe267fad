import { formatMoment } from '../terminal/format-time.ts';

/**
 * What is to be told of a night that is made up for although its schedule was not there when it was due (both RFC 3339 UTC); null: it
 * was. Nothing forbids it: whoever creates a schedule too late may want its first night.
 */
export function describePreviousRun(run: string, createdAt: string, timezone: string): string | null {
  if (Date.parse(run) >= Date.parse(createdAt)) return null;
  const [due, created] = [run, createdAt].map((at) => formatMoment(at, 0, timezone));
  return `the night of ${due} was not missed: the schedule was created only ${created}`;
}
