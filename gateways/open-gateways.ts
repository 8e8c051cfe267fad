import type { AzureCloud } from '#domain/azure-cloud.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { isImageByDigest } from '#domain/reboot/privileged-pod.ts';
import { type AzureGateway, openAzure } from './azure/azure-gateway.ts';
import { openCredential } from './azure/sign-in/credential.ts';
import { cloudFrom } from './cloud-settings.ts';
import {
  type ApprovalGateway,
  type ApprovalSettings,
  approvalSettingsFrom,
  openApprovals,
} from './entra/approval-gateway.ts';
import { type EntraRules, entraRulesFrom } from './kubernetes/client/entra-rules.ts';
import { cacheToken } from './kubernetes/client/token-cache.ts';
import { type KubernetesGateway, openKubernetes } from './kubernetes/kubernetes-gateway.ts';
import { readSimulatorClock, type SimulatorClock } from './simulator-clock.ts';
import { type AddressRule, addressRule } from './web/reachable-addresses.ts';
import { metricTokensOf, openWeb, type WebGateway, type WebSettings } from './web/web-gateway.ts';

export interface GatewaySettings {
  readonly cloud: AzureCloud;
  readonly tenant: string | undefined;
  /** Images, by digest, that pods which are root on nodes may have. */
  readonly privilegedPodImages: readonly string[];
  /** Which Entra tokens a kubeconfig may ask for. */
  readonly entraRules: EntraRules;
  /** Bearer tokens for metrics, by their variable. */
  readonly metricTokens: WebSettings['metricTokens'];
  /** Which addresses metrics and pages may have. */
  readonly isAllowed: AddressRule;
  /** By what identities of decisions are verified; null: they cannot be. */
  readonly approvals: ApprovalSettings | null;
}

/** The gateways, opened once per process. */
export interface Gateways {
  readonly azure: AzureGateway;
  readonly kubernetes: KubernetesGateway;
  readonly web: WebGateway;
  /** null: no identity can be verified here. */
  readonly approvals: ApprovalGateway | null;
  /** The clock of the simulator behind the endpoint; null: it is no simulator. */
  readSimulatorClock(): Promise<SimulatorClock | null>;
  /** Gets a token for Azure Resource Manager, or throws a FailureError that says why there is none. */
  signIn(): Promise<void>;
  /** Ends idle connections, so that the process can. */
  close(): Promise<void>;
}

/**
 * From the environment: the cloud (`cloudFrom`) and the AZURE_* settings of the identity
 * library, DRYDOCK_API_SERVER_IDS and _HOSTS, DRYDOCK_METRIC_*TOKEN, _*ORIGINS and _NETWORKS, DRYDOCK_APPROVAL_*. Throws a RangeError for what is none of these,
 * for an endpoint or an authority that is no https URL, and for a tenant that can
 * be none: the library's own words for these name neither the variable nor the value.
 */
export function gatewaySettingsFrom(env: Readonly<Record<string, string | undefined>>): GatewaySettings {
  const { AZURE_TENANT_ID: tenant } = env;
  if (tenant && !/^[\w.-]+$/.test(tenant))
    throw new RangeError(`AZURE_TENANT_ID is neither an id nor a domain name: ${tenant}`);
  const cloud = cloudFrom(env);
  return {
    cloud,
    tenant,
    entraRules: entraRulesFrom(env, cloud),
    privilegedPodImages: imagesFrom(env.DRYDOCK_PRIVILEGED_POD_IMAGES),
    metricTokens: metricTokensOf(env),
    isAllowed: addressRule(env.DRYDOCK_METRIC_NETWORKS),
    approvals: approvalSettingsFrom(env, cloud.authorityHost),
  };
}

function imagesFrom(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').flatMap((each) => {
    const image = each.trim();
    if (image === '' || isImageByDigest(image)) return image || [];
    throw new RangeError(
      `DRYDOCK_PRIVILEGED_POD_IMAGES has ${image}, which is no image by digest (@sha256:…)`,
    );
  });
}

/** Opens the gateways; no request is sent yet. */
export function openGateways(settings: GatewaySettings): Gateways {
  const { cloud, tenant } = settings;
  const credential = openCredential({ authorityHost: cloud.authorityHost, tenant });
  const azure = openAzure(cloud, credential);
  const tokenFor = async (scope: string) => {
    const token = await credential.getToken(scope);
    if (token === null) throw new FailureError(failure('not-signed-in', `No token for ${scope}.`));
    return token;
  };
  const kubernetes = openKubernetes({
    readKubeconfig: (resourceId) => azure.userKubeconfig(resourceId),
    entra: { rules: settings.entraRules, token: tokenFor },
    privilegedPodImages: settings.privilegedPodImages,
  });
  const web = openWeb({
    azureMonitor: { scope: cloud.monitorScope, token: cacheToken(() => tokenFor(cloud.monitorScope)) },
    metricTokens: settings.metricTokens,
    isAllowed: settings.isAllowed,
  });
  return {
    azure,
    kubernetes,
    web,
    approvals: openApprovals(settings.approvals),
    readSimulatorClock: () => readSimulatorClock(cloud.armEndpoint),
    signIn: async () => {
      await tokenFor(cloud.armScope);
    },
    close: () => kubernetes.close(),
  };
}
