import { isObject, type Json } from '../../values/json-value.ts';

/** The upgrade strategy of every node pool in an answer: preview versions show one of each pool, also the usual (recorded). */
export function withStrategies(body: Json): Json {
  if (Array.isArray(body)) return body.map(withStrategies);
  if (!isObject(body)) return body;
  const shown = Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withStrategies(value)]));
  const isPool = body.upgradeSettings !== undefined && body.orchestratorVersion !== undefined;
  return isPool ? { upgradeStrategy: 'Rolling', upgradeSettingsBlueGreen: {}, ...shown } : shown;
}
