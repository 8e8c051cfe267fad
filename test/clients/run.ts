import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSimulator, startSimulator } from '../processes/simulator-process.ts';

/**
 * Runs the unmodified az and kubectl against the simulator, where they are installed (`AZ` and `KUBECTL` name them
 * otherwise). By hand: `npm run test:clients`. Exit code 1 if a command does not do what it should.
 */
interface Step {
  readonly tool: 'az' | 'kubectl';
  readonly args: string;
  /** What its output has to say, both streams together. */
  readonly says: RegExp;
  /** Default: 0. */
  readonly exits?: number;
  /** How fast simulated time runs from here on. */
  readonly speed?: number;
}

const fast = 600;
/** So that an operation is still on its way when the next command comes. */
const slow = 20;

const cluster = '-g rg-test -n aks-test-weu';
const pool = '-g rg-test --cluster-name aks-test-weu -n system';

function azSteps(env: RunningSimulator['ready']['env']): readonly Step[] {
  const login = `login --service-principal -u ${env.AZURE_CLIENT_ID} --tenant ${env.AZURE_TENANT_ID}`;
  const az = (args: string, says: RegExp, exits = 0): Step => ({ tool: 'az', args, says, exits });
  return [
    az(`cloud register -n Simulator --endpoint-resource-manager ${env.DRYDOCK_ARM_ENDPOINT}`, /^/),
    az('cloud set -n Simulator', /^/),
    az(`${login} -p wrong`, /AADSTS7000215/, 1),
    az(`${login} -p ${env.AZURE_CLIENT_SECRET}`, /"state": "Enabled"/),
    az('aks list -o table', /aks-test-weu.*aks-shop-weu/s),
    az(`aks show ${cluster} -o table`, /aks-test-weu .*1\.33\.5/),
    az(`aks get-upgrades ${cluster} -o table`, /1\.34\.1/),
    az('aks get-versions -l westeurope -o table', /1\.34\.1/),
    az('aks nodepool list -g rg-test --cluster-name aks-test-weu -o table', /system.*win22/s),
    az(`aks nodepool show ${pool}`, /"nodeImageVersion"/),
    az(
      `aks nodepool get-upgrades -g rg-test --cluster-name aks-test-weu --nodepool-name system`,
      /latestNodeImageVersion/,
    ),
    az(
      'aks machine list -g rg-test --cluster-name aks-test-weu --nodepool-name system -o table',
      /vmss000000/,
    ),
    az('aks maintenanceconfiguration list -g rg-test --cluster-name aks-test-weu', /\[\]/),
    az('aks nodepool snapshot list', /\[\]/),
    az('vm list-usage -l westeurope -o table', /Total Regional vCPUs/),
    az(`aks get-credentials ${cluster} -f kubeconfig`, /Merged "aks-test-weu"/),
    az(`aks get-credentials ${cluster} -f kubeconfig-admin --admin`, /Merged "aks-test-weu-admin"/),
    az('aks show -g rg-test -n nobody', /ResourceNotFound/, 3),
    az(`aks upgrade ${cluster} --control-plane-only -k 1.36.0 --yes`, /K8sVersionNotSupported/, 1),
    az(`aks upgrade ${cluster} --control-plane-only -k 1.36.1 --yes`, /"currentKubernetesVersion": "1.36.1"/),
    az(`aks upgrade ${cluster} --control-plane-only -k 1.36.1 --yes`, /"provisioningState": "Succeeded"/),
    az(`aks nodepool upgrade ${pool} -k 1.36.1 --yes`, /"currentOrchestratorVersion": "1.36.1"/),
    az(`aks nodepool update ${pool} --max-surge 50%`, /"maxSurge": "50%"/),
    az(`aks nodepool update ${pool} --max-surge 40% --if-match wrong`, /PreconditionFailed/, 1),
    az(
      'aks nodepool get-rollback-versions -g rg-test --cluster-name aks-test-weu --nodepool-name system',
      /1\.33\.5/,
    ),
    az(`aks nodepool rollback ${pool}`, /"currentOrchestratorVersion": "1.35.5"/),
    az(`aks upgrade ${cluster} --node-image-only --yes`, /"provisioningState"/),
    az(`aks nodepool wait ${pool} --updated --interval 1 --timeout 120`, /^/),
    az(
      'aks nodepool wait -g rg-test --cluster-name aks-test-weu -n win22 --updated --interval 1 --timeout 120',
      /^/,
    ),
    az(`aks operation-abort ${cluster}`, /OperationNotAllowed/, 1),
    { ...az('aks upgrade -g rg-shop -n aks-shop-weu -k 1.36.1 --yes --no-wait', /^/), speed: slow },
    az(
      'aks nodepool update -g rg-shop --cluster-name aks-shop-weu -n np1 --max-surge 1',
      /OperationNotAllowed/,
      1,
    ),
    az('aks operation-abort -g rg-shop -n aks-shop-weu', /^/),
    az('aks show -g rg-shop -n aks-shop-weu --query provisioningState', /Canceled/),
    {
      ...az('aks upgrade -g rg-pay -n aks-pay-weu -k 1.36.1 --yes', /"currentOrchestratorVersion": "1.36.1"/),
      speed: fast,
    },
    az(`aks update ${cluster} --auto-upgrade-channel patch`, /"upgradeChannel": "patch"/),
    az(`aks update ${cluster} --tags a=b`, /"a": "b"/),
    az(`aks stop ${cluster}`, /^/),
    az(`aks show ${cluster} --query powerState.code`, /Stopped/),
    az(`aks start ${cluster}`, /^/),
  ];
}

function kubectlSteps({ clusters }: RunningSimulator['ready']): readonly Step[] {
  const { kubeconfigFile } = clusters[0]!;
  const kubectl = (args: string, says: RegExp, exits = 0): Step => ({
    tool: 'kubectl',
    args: `--kubeconfig ${kubeconfigFile} ${args}`,
    says,
    exits,
  });
  return [
    kubectl('version', /Server Version: v1\.33\.5/),
    kubectl('get nodes', /vmss000000.*aks-?win22/s),
    kubectl('get nodes -o wide', /Ubuntu/),
    kubectl('get pods -A', /web-.*Running/s),
    kubectl('get deployments,daemonsets,pdb -A', /poddisruptionbudget/),
    kubectl('describe node -l agentpool=win22', /kubernetes.io\/os=windows/),
    kubectl('cordon -l agentpool=win22', /cordoned/),
    kubectl('uncordon -l agentpool=win22', /uncordoned/),
    kubectl(
      'drain -l agentpool=win22 --ignore-daemonsets --delete-emptydir-data --timeout=60s --pod-selector=app=none',
      /drained/,
    ),
    kubectl('uncordon -l agentpool=win22', /uncordoned/),
    kubectl('api-resources', /pods/),
    kubectl('get events -A', /./),
    kubectl('get nodes --context aks-test-weu', /Ready/),
    kubectl('get pods -n nowhere', /No resources found/),
    kubectl('get pod -n shop nobody', /NotFound/, 1),
  ];
}

function runStep({ tool, args, says, exits = 0 }: Step, env: NodeJS.ProcessEnv, cwd: string): boolean {
  const command = (tool === 'az' ? process.env.AZ : process.env.KUBECTL) ?? tool;
  const begun = performance.now();
  const result = spawnSync(command, args.split(' '), { env, cwd, encoding: 'utf8', timeout: 180_000 });
  const text = `${result.stdout}${result.stderr}`;
  const isGood = result.status === exits && says.test(text);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`${isGood ? 'ok  ' : 'BAD '} ${tool} ${shown(args)}  (${seconds} s)\n`);
  if (!isGood) process.stdout.write(`${ending(result)}\n${text.slice(-1500)}\n`);
  return isGood;
}

function ending({ status, signal, error }: SpawnSyncReturns<string>): string {
  return `     exit ${status ?? signal ?? String(error)}`;
}

function shown(args: string): string {
  return args.replaceAll(/--kubeconfig \S+ /g, '').replaceAll(/-p \S+/g, '-p ...');
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--help'], { stdio: 'ignore' }).error === undefined;
}

const folder = mkdtempSync(join(tmpdir(), 'clients-'));
const simulator = await startSimulator('two-stages', ['--speed', String(fast)]);
try {
  const { ready } = simulator;
  const { REQUESTS_CA_BUNDLE = '' } = ready.toolEnv;
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AZURE_CONFIG_DIR: join(folder, 'azure'),
    REQUESTS_CA_BUNDLE,
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_COLLECT_TELEMETRY: '0',
    AZURE_CORE_SURVEY_MESSAGE: '0',
    AZURE_EXTENSION_USE_DYNAMIC_INSTALL: 'no',
    NO_PROXY: '127.0.0.1,localhost',
  };
  const steps = [
    ...(isInstalled(process.env.KUBECTL ?? 'kubectl') ? kubectlSteps(ready) : []),
    ...(isInstalled(process.env.AZ ?? 'az') ? azSteps(ready.env) : []),
  ];
  const results: boolean[] = [];
  for (const step of steps) {
    const { speed } = step;
    if (speed !== undefined) await simulator.ask('/_simulator/clock', { method: 'POST', body: { speed } });
    results.push(runStep(step, env, folder));
  }
  const bad = results.filter((isGood) => !isGood).length;
  process.stdout.write(`${results.length - bad} of ${results.length} commands did what they should\n`);
  process.exitCode = bad > 0 ? 1 : 0;
} finally {
  await simulator.stop();
  rmSync(folder, { recursive: true });
}
