import { fieldsOf } from '../../azure/arm-fields.ts';
import { azureControl } from '../../control/azure-control.ts';
import { fail } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const defenderPlan = azureControl({
  id: 'SB-DEF-02',
  title: 'The Defender for Containers plan is on',
  area: 'defender',
  severity: 'medium',
  rule: 'The Containers plan of Microsoft.Security/pricings is Standard.',
  source: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-enable',
  remediation: 'az security pricing create --subscription SUBSCRIPTION --name Containers --tier standard',
  needs: ['defender-plan'],
  judgeAzure: ({ subscriptionId, defenderPlan: plan }) => {
    const tier = plan === null ? 'not told' : textOf(fieldsOf(plan)('pricingTier'), 'not told');
    return tier === 'Standard'
      ? []
      : [fail(`Subscription/${subscriptionId}`, `the plan Containers is ${tier}: there are no alerts`)];
  },
});
