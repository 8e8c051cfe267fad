import { describe, expect, it } from 'vitest';
import { judgeUse, type ScanMode } from '#domain/removal/findings/judge-use.ts';
import { liveLists } from '#domain/removal/objects/live-lists.ts';

const paths = (server: number, target: number, mode: ScanMode) =>
  liveLists(server, target, mode).map(({ apiVersion, plural }) => `${apiVersion}/${plural}`);

describe('the lists that a scan reads', () => {
  it('are those of kinds with a version that ends on the way, where they are served at their newest', () => {
    expect(paths(24, 25, 'gate')).toEqual([
      'batch/v1/cronjobs',
      'autoscaling/v2/horizontalpodautoscalers',
      'discovery.k8s.io/v1/endpointslices',
      'policy/v1/poddisruptionbudgets',
      'node.k8s.io/v1/runtimeclasses',
      'events.k8s.io/v1/events',
    ]);
    expect(paths(32, 33, 'gate')).toEqual([]);
  });

  it('are all that ever ended, or is deprecated, where everything is asked for', () => {
    const full = paths(33, 34, 'full');
    expect(full).toContain('apps/v1/deployments');
    expect(full).toContain('networking.k8s.io/v1/ingresses');
    expect(full).toContain('flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations');
    expect(full).toContain('storage.k8s.io/v1/storageclasses');
    expect(full.filter((path) => /reviews|scales|evictions|policies$/.test(path))).toEqual([
      'networking.k8s.io/v1/networkpolicies',
      'admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    ]);
  });

  it('never ask for a version that the server calls deprecated: the scan would be among its users', () => {
    for (let server = 16; server <= 43; server += 1)
      for (const list of liveLists(server, server + 1, 'full'))
        expect(judgeUse(list, server, 'gate')).toBeNull();
  });
});
