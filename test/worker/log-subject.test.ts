import { describe, expect, it } from 'vitest';
import { subjectOfWorkflow } from '#domain/campaign/workflow-subject.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { subjectOfInput } from '#worker/log-subject.ts';
import { aCampaign } from '../builders/a-campaign.ts';
import { aCluster } from '../builders/a-cluster.ts';

const { resourceId, name } = aCluster();

describe('what a log line is about', () => {
  it.each([
    ['the campaign that is planned', { campaign: aCampaign() }, { campaign: 'k8s-1-34' }],
    ['a campaign by its name', { campaign: 'k8s-1-34', resourceId }, { campaign: 'k8s-1-34', cluster: name }],
    ['a cluster', { resourceId }, { cluster: name }],
    ['a pool', { resourceId, pool: 'system' }, { cluster: name, pool: 'system' }],
    ['a change', { change: { resourceId, pool: 'system' } }, { cluster: name, pool: 'system' }],
    ['an operation of a cluster', { operation: { resourceId, pool: null } }, { cluster: name }],
    ['nothing', undefined, {}],
  ])('is read from what an activity was given: %s', (_, input, subject) => {
    expect(subjectOfInput(input)).toEqual(subject);
  });

  it('is read from the id of a campaign', () => {
    expect(subjectOfWorkflow('campaign/k8s-1-34')).toEqual({ campaign: 'k8s-1-34' });
    expect(subjectOfWorkflow('freezes/drydock')).toEqual({});
  });

  it("is read from the id that is a cluster's lock", () => {
    expect(subjectOfWorkflow(clusterWorkflowId(resourceId))).toEqual({ cluster: name });
  });
});
