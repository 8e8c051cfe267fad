import type { WaitingFor } from '#domain/campaign/status.ts';

/** The same wait at two looks. */
export function waitKey({ kind, name, since }: WaitingFor): string {
  return `${kind} ${name} ${since}`;
}

/** "waits for gate test: drydock approve ..." */
export function waitSentence({ kind, name, until, act }: WaitingFor): string {
  return `waits for ${kind} ${name}${until === null ? '' : ` until ${until.slice(0, 19)}Z`}: ${act}`;
}

/** Whether only a person can end it. */
export function needsPerson({ kind }: WaitingFor): boolean {
  return kind === 'gate' || kind === 'decision' || kind === 'paused';
}
