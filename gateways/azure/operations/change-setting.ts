import type { ArmClients } from '../client/arm-clients.ts';
import { settingBody } from './change-body.ts';
import { type BeginOptions, type BeginResult, sendIfUnchanged } from './send-if-unchanged.ts';

/** One property of a cluster, by its path below `properties`. */
export interface SettingChange {
  readonly resourceId: string;
  readonly path: readonly string[];
  readonly value: string | boolean;
}

/** Sends the cluster as it is, with this property changed, if it is still the one inspected. Throws as `sendIfUnchanged`. */
export function changeSetting(
  clients: ArmClients,
  { resourceId, path, value }: SettingChange,
  options: BeginOptions,
): Promise<BeginResult> {
  return sendIfUnchanged(clients, { resourceId, pool: null }, options, (current, url) => ({
    method: 'PUT',
    url,
    body: settingBody(current, path, value),
    ifMatch: options.eTag,
  }));
}
