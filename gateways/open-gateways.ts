import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { isImageByDigest } from '#domain/reboot/privileged-pod.ts';
import { type AzureGateway, openAzure } from './azure/azure-gateway.ts';
import { armScope, publicArmEndpoint, publicAuthorityHost } from './azure/sign-in/clouds.ts';
import { type CredentialSettings, openCredential } from './azure/sign-in/credential.ts';
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
import {
  azureMonitorScope,
  metricTokensOf,
  openWeb,
  type WebGateway,
  type WebSettings,
} from './web/web-gateway.ts';

export interface GatewaySettings {
  /** Origin of Azure Resource Manager. */
  readonly armEndpoint: string;
  readonly credential: CredentialSettings;
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
 * From the environment: DRYDOCK_ARM_ENDPOINT (default: public Azure) and the AZURE_* settings of the identity
 * library, DRYDOCK_API_SERVER_IDS and _HOSTS, DRYDOCK_METRIC_*TOKEN, _*ORIGINS and _NETWORKS, DRYDOCK_APPROVAL_*. Throws a RangeError for what is none of these,
 * for an endpoint or an authority that is no https URL, and for a tenant that can
 * be none: the library's own words for these name neither the variable nor the value.
 */
export function gatewaySettingsFrom(env: Readonly<Record<string, string | undefined>>): GatewaySettings {
  const { AZURE_AUTHORITY_HOST, AZURE_TENANT_ID } = env;
  if (AZURE_AUTHORITY_HOST) httpsUrl('AZURE_AUTHORITY_HOST', AZURE_AUTHORITY_HOST);
  if (AZURE_TENANT_ID && !/^[\w.-]+$/.test(AZURE_TENANT_ID))
    throw new RangeError(`AZURE_TENANT_ID is neither an id nor a domain name: ${AZURE_TENANT_ID}`);
  const armEndpoint = httpsUrl('DRYDOCK_ARM_ENDPOINT', env.DRYDOCK_ARM_ENDPOINT || publicArmEndpoint).origin;
  return {
    armEndpoint,
    entraRules: entraRulesFrom(env, armEndpoint),
    privilegedPodImages: imagesFrom(env.DRYDOCK_PRIVILEGED_POD_IMAGES),
    credential: { AZURE_AUTHORITY_HOST, AZURE_TENANT_ID },
    metricTokens: metricTokensOf(env),
    isAllowed: addressRule(env.DRYDOCK_METRIC_NETWORKS),
    approvals: approvalSettingsFrom(env, AZURE_AUTHORITY_HOST || publicAuthorityHost),
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

function httpsUrl(variable: string, given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol === 'https:') return url;
  throw new RangeError(`${variable} is not an https URL: ${given}`);
}

/** Opens the gateways; no request is sent yet. */
export function openGateways(settings: GatewaySettings): Gateways {
  const { armEndpoint } = settings;
  const credential = openCredential(settings.credential);
  const azure = openAzure({ armEndpoint, credential });
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
    azureMonitorToken: cacheToken(() => tokenFor(azureMonitorScope)),
    metricTokens: settings.metricTokens,
    isAllowed: settings.isAllowed,
  });
  return {
    azure,
    kubernetes,
    web,
    approvals: openApprovals(settings.approvals),
    readSimulatorClock: () => readSimulatorClock(armEndpoint),
    signIn: async () => {
      await tokenFor(armScope(armEndpoint));
    },
    close: () => kubernetes.close(),
  };
}
