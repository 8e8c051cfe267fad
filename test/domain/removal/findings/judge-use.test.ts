import { describe, expect, it } from 'vitest';
import { judgeUse } from '#domain/removal/findings/judge-use.ts';

const use = (apiVersion: string, kind: string) => ({ apiVersion, kind });

describe('the use of an API version', () => {
  it('blocks where the target no longer serves it', () => {
    expect(judgeUse(use('batch/v1beta1', 'CronJob'), 25, 'gate')).toEqual({
      rule: 'removed-api',
      severity: 'BLOCK',
      deprecatedIn: '1.21',
      removedIn: '1.25',
      replacement: use('batch/v1', 'CronJob'),
      changes: null,
    });
  });

  it('warns while the target serves it and says that it is deprecated', () => {
    expect(judgeUse(use('batch/v1beta1', 'CronJob'), 24, 'gate')).toMatchObject({
      rule: 'deprecated-api',
      severity: 'WARN',
    });
  });

  it('is nothing before that, or worth knowing where everything is asked for', () => {
    expect(judgeUse(use('batch/v1beta1', 'CronJob'), 20, 'gate')).toBeNull();
    expect(judgeUse(use('batch/v1beta1', 'CronJob'), 20, 'full')?.severity).toBe('INFO');
  });

  it('is nothing where only a later minor brings it, as with any new version', () => {
    const schema = use('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema');
    expect(judgeUse(schema, 25, 'full')).toBeNull();
    expect(judgeUse(schema, 26, 'full')).toMatchObject({ severity: 'INFO', replacement: null });
  });

  it('is nothing where no end is known', () => {
    expect(judgeUse(use('apps/v1', 'Deployment'), 37, 'full')).toBeNull();
  });

  it('only warns where no removal is planned', () => {
    const judged = judgeUse(use('v1', 'Endpoints'), 43, 'gate');
    expect(judged).toMatchObject({ severity: 'WARN', removedIn: null });
    expect(judged?.replacement).toEqual(use('discovery.k8s.io/v1', 'EndpointSlice'));
  });

  it('blocks by a removal that is only planned', () => {
    expect(judgeUse(use('resource.k8s.io/v1beta1', 'ResourceClaim'), 38, 'gate')?.severity).toBe('BLOCK');
  });

  it.each([
    [24, 'flowcontrol.apiserver.k8s.io/v1beta2'],
    [26, 'flowcontrol.apiserver.k8s.io/v1beta3'],
    [29, 'flowcontrol.apiserver.k8s.io/v1'],
    [37, 'flowcontrol.apiserver.k8s.io/v1'],
  ])('names the newest successor that 1.%i serves', (minor, apiVersion) => {
    const judged = judgeUse(use('flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema'), minor, 'full');
    expect(judged?.replacement).toEqual(use(apiVersion, 'FlowSchema'));
  });

  it('names a successor of another kind', () => {
    const judged = judgeUse(use('resource.k8s.io/v1alpha2', 'ResourceClass'), 34, 'gate');
    expect(judged?.replacement).toEqual(use('resource.k8s.io/v1', 'DeviceClass'));
  });

  it('names none where there is none, and says what to do instead', () => {
    const judged = judgeUse(use('policy/v1beta1', 'PodSecurityPolicy'), 25, 'gate');
    expect(judged?.replacement).toBeNull();
    expect(judged?.changes).toMatch(/Pod Security Admission/);
  });

  it.each([
    ['apps/v1beta1', 'ReplicaSet', 16],
    ['batch/v1beta1', 'JobTemplate', 25],
    ['extensions/v1beta1', 'Scale', 16],
    ['policy/v1beta1', 'Eviction', 25],
    ['authentication.k8s.io/v1beta1', 'TokenReview', 22],
  ])('counts in %s also for %s', (apiVersion, kind, removed) => {
    expect(judgeUse(use(apiVersion, kind), removed - 1, 'gate')?.severity).toBe('WARN');
    expect(judgeUse(use(apiVersion, kind), removed, 'gate')?.severity).toBe('BLOCK');
  });

  it('takes a kind that only the group version distinguishes for its namesake', () => {
    const judged = judgeUse(use('apps/v1beta1', 'ReplicaSet'), 16, 'gate');
    expect(judged?.replacement).toEqual(use('apps/v1', 'ReplicaSet'));
  });

  it.each([
    ['networking.istio.io/v1beta1', 'Ingress'],
    ['example.com/v1beta1', 'CronJob'],
    ['policy.example.com/v1beta1', 'PodDisruptionBudget'],
    ['v1', 'PodDisruptionBudget'],
    ['cluster.x-k8s.io/v1beta1', 'Cluster'],
  ])('leaves %s alone: %s is another kind of that name', (apiVersion, kind) => {
    expect(judgeUse(use(apiVersion, kind), 37, 'full')).toBeNull();
  });
});
