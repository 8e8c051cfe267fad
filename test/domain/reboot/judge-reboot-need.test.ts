import { describe, expect, it } from 'vitest';
import { judgeRebootNeeds, type RebootEvidence } from '#domain/reboot/judge-reboot-need.ts';

const aNode = (over: Partial<RebootEvidence> = {}): RebootEvidence => ({
  node: 'node-1',
  kernelVersion: '5.15.0-1089-azure',
  nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202510.19.0',
  isKuredRebooting: false,
  sentinel: 'absent',
  metric: null,
  ...over,
});
const unread = { unread: 'reboot.checkPod is not set' };
const other = (over: Partial<RebootEvidence> = {}) =>
  aNode({ node: 'node-2', kernelVersion: '5.15.0-1100-azure', ...over });

describe('whether a node waits for a reboot', () => {
  it.each<[string, RebootEvidence, string]>([
    ['the sentinel is there', aNode({ sentinel: 'present' }), 'needed'],
    ['the sentinel is not there', aNode(), 'not-needed'],
    ['kured is rebooting it', aNode({ sentinel: unread, isKuredRebooting: true }), 'needed'],
    ['nothing tells', aNode({ sentinel: unread }), 'unknown'],
    ['kured says yes', aNode({ sentinel: unread, metric: 'required' }), 'needed'],
    ['kured says yes by a sentinel of its own', aNode({ metric: 'required' }), 'needed'],
    ['kured says no', aNode({ sentinel: unread, metric: 'not-required' }), 'not-needed'],
    ['kured has not looked yet', aNode({ sentinel: 'present', metric: 'not-required' }), 'needed'],
    ['kured cannot be asked', aNode({ sentinel: unread, metric: { unread: 'refused' } }), 'unknown'],
  ])('where %s', (_, node, need) => {
    expect(judgeRebootNeeds([node])[0]?.need).toBe(need);
  });

  it('is a maybe, and no more, where another node of its image has a newer kernel', () => {
    const [first, second] = judgeRebootNeeds([aNode({ sentinel: unread }), other({ sentinel: unread })]);
    expect(first).toMatchObject({
      need: 'unknown',
      because: expect.stringContaining('possibly needed: its kernel is'),
    });
    expect(second).toEqual({ node: 'node-2', need: 'unknown', because: 'reboot.checkPod is not set' });
  });

  it('is unknown with every reason for it', () => {
    const [only] = judgeRebootNeeds([
      aNode({ sentinel: unread, metric: { unread: 'kured may not be asked' } }),
    ]);
    expect(only?.because).toBe('reboot.checkPod is not set; kured may not be asked');
  });

  it('takes no hint from a node of another image', () => {
    const [first] = judgeRebootNeeds([aNode({ sentinel: unread }), other({ nodeImageVersion: 'another' })]);
    expect(first?.because).toBe('reboot.checkPod is not set');
  });
});
