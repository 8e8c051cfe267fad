import { z } from 'zod';
import { withRule } from './rule.ts';
import { choice, duration, thenKey } from './scalars.ts';

const about = {
  notifyAfter: 'How long a drain is blocked before the status asks for attention; AKS keeps trying.',
  afterwards:
    'What follows then. Wait: nothing; AKS ends the operation after its drain timeout. Ask: a decision is requested while AKS keeps trying. Abort: the operation is aborted in Azure and a decision is requested.',
  after: 'How long a drain is blocked before a decision is requested or it is aborted; ignored with Wait.',
};
const atLeastMs = 60_000;
const afterwards = () => choice(['Wait', 'Ask', 'Abort']).describe(about.afterwards);

const tooSoon = 'is shorter than notifyAfter';

/** What follows from a blocked drain, for every pool. */
export const stalledDrain = withRule(
  z.strictObject({
    notifyAfter: duration({ atLeastMs }).prefault('10m').describe(about.notifyAfter),
    [thenKey.afterwards]: afterwards().prefault('Wait'),
    after: duration({ atLeastMs }).prefault('20m').describe(about.after),
  }),
  ['notifyAfter', 'after'],
  ({ notifyAfter, after }) => (after < notifyAfter ? [{ path: ['after'], message: tooSoon }] : []),
);

/** Of one pool: what is absent is as for every pool. */
export const stalledDrainOverride = withRule(
  z.strictObject({
    notifyAfter: duration({ atLeastMs }).optional().describe(about.notifyAfter),
    [thenKey.afterwards]: afterwards().optional(),
    after: duration({ atLeastMs }).optional().describe(about.after),
  }),
  ['notifyAfter', 'after'],
  ({ notifyAfter, after }) =>
    notifyAfter !== undefined && after !== undefined && after < notifyAfter
      ? [{ path: ['after'], message: tooSoon }]
      : [],
);
