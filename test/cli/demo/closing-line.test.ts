import { expect, it } from 'vitest';
import { closingLine } from '#cli/demo/play-campaign.ts';

const link = 'http://localhost:8233/namespaces/default/workflows/campaign%2Fx';

it('links to a server that stays, and to none that stops with the demo', () => {
  expect(closingLine(link, { staysUp: true })).toBe(`Temporal UI: ${link}`);
  expect(closingLine(null, { staysUp: true })).toBe('Temporal UI: unknown');
  const stops = closingLine(link, { staysUp: false });
  expect(stops).not.toContain('http');
  expect(stops).toContain('drydock demo --keep');
});
