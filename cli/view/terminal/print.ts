/** Data goes to stdout, everything else to stderr. */
export function printText(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson<T extends { readonly kind: string }>(answer: T): void {
  printText(jsonText(answer));
}

/** One document; apiVersion first, as scripts read it. */
export function jsonText<T extends { readonly kind: string }>(answer: T): string {
  return JSON.stringify({ apiVersion: 'drydock.dev/v1', ...answer }, null, 2);
}

/** Progress, prompts and warnings. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
