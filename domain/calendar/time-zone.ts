/** Whether the text names a time zone of the IANA database; offsets such as "+01:00" know no summer time. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** The names that a time zone can be chosen from. */
export function timeZoneNames(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
