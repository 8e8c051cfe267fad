import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controls } from '#domain/audit/controls/controls.ts';

/** Named as what they print or stop to do, not as something to type. */
const mentions = [
  'output of az aks show and az aks nodepool list',
  'networkProfile.kubeProxyConfig in az aks show',
  'az aks command invoke stops working',
];

const ofCluster = /^az aks (?!nodepool|maintenanceconfiguration)\S+ (--subscription \S+ )?-g \S+ -n [^\s-]/;
const ofPart =
  /^az aks (nodepool|maintenanceconfiguration) \S+ (--subscription \S+ )?-g \S+ --cluster-name \S+( -n [^\s-]|\S* -o)/;

/** The commands for AKS in the texts of a file: each from its first word to the end of its line. */
function commandsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*(\/\*\*|\*|\/\/)/.test(line))
    .filter((line) => !mentions.some((mention) => line.includes(mention)))
    .flatMap((line) => [...line.matchAll(/az aks (?=[a-z$])/g)].map(({ index }) => line.slice(index)));
}

const namesItsCluster = (command: string) => ofCluster.test(command) || ofPart.test(command);

describe('a command of the Azure CLI that is printed names what it works on', () => {
  const files = globSync('{domain,cli,workflows,activities,procedures,gateways,spec,worker}/**/*.ts').filter(
    (file) => file !== 'domain/fleet/az-command.ts',
  );
  const printed = files.flatMap((file) =>
    commandsIn(readFileSync(file, 'utf8')).map((command) => [file, command] as const),
  );

  it.each(printed)('%s: %s', (_, command) => {
    expect(namesItsCluster(command)).toBe(true);
  });

  it('of every command there is', () => {
    expect(printed.length).toBeGreaterThan(20);
  });

  it.each(controls.filter(({ remediation }) => /\baz (?!aks)/.test(remediation)))(
    'in the remediation of $id',
    ({ remediation }) => {
      expect(remediation).toMatch(/ --(resource|subscription) [A-Z]/);
    },
  );

  it.each([
    'az aks update --disable-run-command',
    'az aks update -g GROUP --disable-run-command',
    'az aks nodepool update -n np1 --os-sku Ubuntu',
    'az aks rotate-certs, which',
    'az aks show -o json',
    'az aks update reconciles it',
  ])('would notice %s', (command) => {
    expect(commandsIn(`text: '${command}'`).some(namesItsCluster)).toBe(false);
  });
});
