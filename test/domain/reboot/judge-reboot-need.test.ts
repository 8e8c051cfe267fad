import { describe, expect, it } from 'vitest';
import { judgeRebootNeeds, type RebootEvidence } from '#domain/reboot/judge-reboot-need.ts';

const aNode = (over: Partial<RebootEvidence> = {}): RebootEvidence => ({
  node: 'node-1',
  kernelVersion: '5.15.0-1089-azure',
  nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202510.19.0',
  isKuredRebooting: false,
  sentinel: 'absent',
  ...over,
});
const unseen = { unseen: 'nobody looks there' };
const other = (over: Partial<RebootEvidence> = {}) =>
  aNode({ node: 'node-2', kernelVersion: '5.15.0-1100-azure', ...over });

describe('whether a node waits for a reboot', () => {
  it.each<[string, RebootEvidence, string]>([
    ['the sentinel is there', aNode({ sentinel: 'present' }), 'needed'],
    ['the sentinel is not there', aNode(), 'not-needed'],
    ['kured is rebooting it', aNode({ sentinel: unseen, isKuredRebooting: true }), 'needed'],
    ['nothing tells', aNode({ sentinel: unseen }), 'unknown'],
  ])('where %s', (_, node, need) => {
    expect(judgeRebootNeeds([node])[0]?.need).toBe(need);
  });

  it('is a maybe, and no more, where another node of its image has a newer kernel', () => {
    const [first, second] = judgeRebootNeeds([aNode({ sentinel: unseen }), other({ sentinel: unseen })]);
    expect(first).toMatchObject({
      need: 'unknown',
      because: expect.stringContaining('maybe: its kernel is'),
    });
    expect(second).toEqual({ node: 'node-2', need: 'unknown', because: 'nobody looks there' });
  });

  it('takes no hint from a node of another image', () => {
    const [first] = judgeRebootNeeds([aNode({ sentinel: unseen }), other({ nodeImageVersion: 'another' })]);
    expect(first?.because).toBe('nobody looks there');
  });
});
