import type { JsonObject } from '../../values/json-value.ts';
import { isSameName } from '../../values/same-name.ts';
import { type ArmAnswer, type ArmCall, clusterOf } from '../request/arm-call.ts';
import { clusterNotFound } from '../request/arm-error.ts';

/** Microsoft.Security: the plan Containers of a subscription. */
export function getDefenderPlan({ world, params }: ArmCall): ArmAnswer {
  const { subscription = '' } = params;
  const plan = world.defenderPlans.find((each) => isSameName(each.subscription, subscription));
  const id = `/subscriptions/${subscription}/providers/Microsoft.Security/pricings/Containers`;
  const pricingTier = plan?.tier ?? 'Free';
  return {
    status: 200,
    body: { id, name: 'Containers', type: 'Microsoft.Security/pricings', properties: { pricingTier } },
  };
}

/** Microsoft.Authorization: at the cluster and above it. */
export function listRoleAssignments(call: ArmCall): ArmAnswer {
  return listOf(call, 'Microsoft.Authorization/roleAssignments', clusterOf(call).around.roleAssignments);
}

/** Microsoft.Insights */
export function listDiagnosticSettings(call: ArmCall): ArmAnswer {
  return listOf(call, 'Microsoft.Insights/diagnosticSettings', clusterOf(call).around.diagnosticSettings);
}

/** @throws ArmError 404 where there are none */
export function getSafeguards(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const { deploymentSafeguards: properties } = cluster.around;
  const type = 'Microsoft.ContainerService/deploymentSafeguards';
  if (properties === undefined) throw clusterNotFound(`${type}/default`);
  return {
    status: 200,
    body: { id: `${cluster.id}/providers/${type}/default`, name: 'default', type, properties },
  };
}

function listOf(call: ArmCall, type: string, found: readonly JsonObject[]): ArmAnswer {
  const { id } = clusterOf(call);
  const value = found.map((properties, index) => {
    const name = `${type.split('/')[1]}-${index + 1}`;
    return { id: `${id}/providers/${type}/${name}`, name, type, properties };
  });
  return { status: 200, body: { value } };
}
