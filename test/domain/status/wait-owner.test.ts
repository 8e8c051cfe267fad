import { expect, it } from 'vitest';
import { waitOwner } from '#domain/status/wait-owner.ts';

const names = ['aks-a', 'aks-a-2', 'rg', 'rg/aks-prod'];

it.each([
  ['aks-a', 'aks-a'],
  ['aks-a/np1', 'aks-a'],
  ['aks-a-2 control plane', 'aks-a-2'],
  ['rg/aks-prod', 'rg/aks-prod'],
  ['rg/aks-prod/np1', 'rg/aks-prod'],
  ['rg/np1', 'rg'],
  ['test', undefined],
])('a wait of %s is one of %s', (wait, owner) => {
  expect(waitOwner(wait, names)).toBe(owner);
});
