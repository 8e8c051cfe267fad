import type { NotRestored } from '#domain/status/status.ts';
import { type Block, code, moment, plain } from './markdown.ts';

/** Settings that an operator has to restore, each with the command. */
export function restoreBlock(notRestored: readonly NotRestored[]): Block {
  if (notRestored.length === 0) return [];
  const most = 4;
  const rest = notRestored.length - most;
  return [
    `**Not restored:** ${notRestored.length} upgrade settings. In a shell:`,
    '',
    ...notRestored
      .slice(0, most)
      .map(
        ({ condition, command }) =>
          `- ${condition === undefined ? '' : `${plain(condition)}: `}${code(command)}`,
      ),
    ...(rest > 0 ? [`- and ${rest} more: see the workflow's result`] : []),
  ];
}

/** The page does not follow the clock. */
export function lastMoment(at: string, pace: { readonly speed: number } | null): Block {
  const clock = pace === null ? '' : `, on a simulated clock at ${pace.speed} times real speed`;
  return [`*As of ${moment(at)}${clock}.*`];
}
