import { describe, expect, it } from 'vitest';
import { publicCloud } from '#domain/azure-cloud.ts';
import { gatewaySettingsFrom } from '#gateways/open-gateways.ts';

describe('gatewaySettingsFrom', () => {
  it('takes public Azure where nothing is said', () => {
    expect(gatewaySettingsFrom({}).cloud).toEqual(publicCloud);
  });

  it.each([
    ['https://127.0.0.1:8443/', 'https://127.0.0.1:8443'],
    ['https://management.usgovcloudapi.net', 'https://management.usgovcloudapi.net'],
  ])('takes the origin of %s', (given, expected) => {
    expect(gatewaySettingsFrom({ DRYDOCK_ARM_ENDPOINT: given }).cloud.armEndpoint).toBe(expected);
  });

  it.each(['http://127.0.0.1:8443', 'management.azure.com', 'ftp://x'])('refuses %s', (given) => {
    expect(() => gatewaySettingsFrom({ DRYDOCK_ARM_ENDPOINT: given })).toThrow(RangeError);
  });

  it.each(['DRYDOCK_ARM_SCOPE', 'DRYDOCK_MONITOR_SCOPE'])('refuses a %s that is no scope', (variable) => {
    expect(() => gatewaySettingsFrom({ [variable]: 'https://management.example' })).toThrow(
      `${variable} does not end with /.default: https://management.example`,
    );
  });

  it.each([
    ['AZURE_AUTHORITY_HOST', 'login.microsoftonline.com'],
    ['AZURE_AUTHORITY_HOST', 'http://127.0.0.1:8443'],
    ['AZURE_TENANT_ID', 'our tenant!'],
    ['DRYDOCK_ARM_SCOPE', 'management.example/.default'],
    ['DRYDOCK_MONITOR_SCOPE', 'http://prometheus.monitor.example/.default'],
  ])('names the variable and the value of a %s that is none: %s', (variable, given) => {
    expect(() => gatewaySettingsFrom({ [variable]: given })).toThrow(
      new RegExp(`^${variable} is .*: ${given}$`),
    );
  });
});
