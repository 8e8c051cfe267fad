/** Which values of each field a run may have; a run has to match every one of them, both day fields too. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  /** 1 is January. */
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
}

export type ParsedCron =
  | { readonly ok: true; readonly cron: Cron }
  | { readonly ok: false; readonly message: string };

interface FieldRule {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names and the values they stand for: at least their first three letters. */
  readonly names?: readonly string[];
  /** The value of the first name. */
  readonly firstName?: number;
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const fieldRules = {
  minutes: { name: 'minute', from: 0, to: 59 },
  hours: { name: 'hour', from: 0, to: 23 },
  daysOfMonth: { name: 'day of month', from: 1, to: 31 },
  months: { name: 'month', from: 1, to: 12, names: monthNames, firstName: 1 },
  daysOfWeek: { name: 'day of week', from: 0, to: 7, names: dayNames, firstName: 0 },
} as const satisfies Record<keyof Cron, FieldRule>;

const longestMonth: Readonly<Record<number, number>> = { 2: 29, 4: 30, 6: 30, 9: 30, 11: 30 };

/**
 * Reads the five fields of a cron expression: lists, ranges, steps ("5/15" runs to the field's end) and names of
 * months and days; 0 and 7 are Sunday. A subset of what Temporal's server takes, so that it reads it the same way.
 * Refused with a sentence: six or seven fields, "@daily", a zone of its own, and a date that no year has.
 */
export function parseCron(text: string): ParsedCron {
  const fields = text.trim().split(/\s+/);
  const objection = objectToShape(text.trim(), fields.length);
  if (objection !== null) return refuse(objection);
  const keys = Object.keys(fieldRules) as (keyof Cron)[];
  const values: Partial<Record<keyof Cron, ReadonlySet<number>>> = {};
  for (const [index, key] of keys.entries()) {
    const read = readField(fields[index] ?? '', fieldRules[key]);
    if (typeof read === 'string') return refuse(read);
    values[key] = key === 'daysOfWeek' ? new Set(Array.from(read, (day) => day % 7)) : read;
  }
  const cron = values as Cron;
  return everFires(cron) ? { ok: true, cron } : refuse('never fires: no year has such a date');
}

function refuse(message: string): ParsedCron {
  return { ok: false, message };
}

function objectToShape(text: string, count: number): string | null {
  if (/^(CRON_)?TZ=/.test(text)) return 'names a zone of its own; write it in schedule.timezone';
  if (text.startsWith('@')) return `${text} is not read; write five fields such as "15 3 * * *"`;
  if (count === 5) return null;
  const five = 'five are read: minute, hour, day of month, month, day of week';
  if (text === '') return `is empty; ${five}`;
  const seconds = count > 5 ? '; seconds and years are not' : '';
  return `has ${count} field${count === 1 ? '' : 's'}; ${five}${seconds}`;
}

/** A sentence: what is wrong with it. */
function readField(text: string, rule: FieldRule): ReadonlySet<number> | string {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const read = readPart(part, rule);
    if (typeof read === 'string') return read;
    for (let value = read.from; value <= read.to; value += read.step) values.add(value);
  }
  return values;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function readPart(part: string, rule: FieldRule): Stretch | string {
  const [range = '', stepText, ...more] = part.split('/');
  const step = stepText === undefined ? 1 : wholeNumber(stepText);
  if (more.length > 0 || step === null || step < 1)
    return `"${part}" is no ${rule.name}: a step is a number from 1, as in "*/15"`;
  if (range === '*') return { from: rule.from, to: rule.to, step };
  const [first = '', last, ...others] = range.split('-');
  const from = readValue(first, rule);
  const to = last === undefined ? (stepText === undefined ? from : rule.to) : readValue(last, rule);
  if (others.length > 0 || from === null || to === null)
    return `"${part}" is no ${rule.name}: ${takes(rule)}`;
  if (to < from) return `"${part}" is no ${rule.name}: ${last} comes before ${first}`;
  return { from, to, step };
}

function takes({ from, to, names }: FieldRule): string {
  const named = names === undefined ? '' : `, or names such as ${(names[1] ?? '').slice(0, 3).toUpperCase()}`;
  return `it takes ${from} to ${to}${named}, "*", lists, ranges and steps`;
}

function readValue(text: string, { from, to, names = [], firstName = 0 }: FieldRule): number | null {
  const named = text.length < 3 ? -1 : names.findIndex((name) => name.startsWith(text.toLowerCase()));
  const value = named === -1 ? wholeNumber(text) : named + firstName;
  return value !== null && value >= from && value <= to ? value : null;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}

/** Every day of a month falls on every day of the week in some year, so only the date itself can be missing. */
function everFires({ months, daysOfMonth }: Cron): boolean {
  return Array.from(months).some((month) =>
    Array.from(daysOfMonth).some((day) => day <= (longestMonth[month] ?? 31)),
  );
}
