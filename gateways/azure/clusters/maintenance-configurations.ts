import { parseResourceId } from '#domain/fleet/ids.ts';
import type { MaintenanceWindow, WindowSchedule } from '#domain/fleet/maintenance-window.ts';
import type { MaintenanceConfiguration, UnreadScope } from '#domain/fleet/other-writers.ts';
import type { Observation } from '#domain/observation.ts';
import { type ArmClients, apiVersion } from '../client/arm-clients.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';
import { readIfShown } from '../client/read-if-shown.ts';

const daysOfWeek = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const weeks = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const;

/** When AKS itself may change a cluster: one request. */
export function maintenanceConfigurations(
  clients: ArmClients,
  resourceId: string,
  signal?: AbortSignal,
): Promise<Observation<readonly MaintenanceConfiguration[], UnreadScope>> {
  const { subscriptionId, name } = parseResourceId(resourceId);
  const list = { path: `${resourceId}/maintenanceConfigurations`, version: apiVersion, signal };
  return readIfShown(
    {
      permission: 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read',
      scope: `cluster ${name}`,
    },
    async () => {
      const found = await listPages(clients, clients.reader(subscriptionId), list);
      return found.map(toMaintenanceConfiguration);
    },
  );
}

/** As the domain sees it; a schedule of a form that is not known here, or with dates that cannot be read, is no window. */
export function toMaintenanceConfiguration(found: JsonObject): MaintenanceConfiguration {
  const properties = objectAt(found, 'properties');
  const window = objectAt(properties, 'maintenanceWindow');
  return {
    name: textAt(found, 'name') ?? '',
    window: toWindow(window),
    utcOffset: textAt(window, 'utcOffset') ?? '+00:00',
    hoursOfWeek: listAt(properties, 'timeInWeek').map((each) => ({
      day: textAt(each, 'day') ?? '',
      hours: numbersAt(each, 'hourSlots'),
    })),
    // What cannot be read of a closure does not end it.
    closures: listAt(properties, 'notAllowedTime').map((each) => ({
      opensAt: instantOr(textAt(each, 'start'), Number.NEGATIVE_INFINITY),
      closesAt: instantOr(textAt(each, 'end'), Number.POSITIVE_INFINITY),
    })),
  };
}

/** What is no object stays in its place, empty: left out, a time that is not allowed would be open. */
function listAt(from: JsonObject, key: string): readonly JsonObject[] {
  const found = from[key];
  return Array.isArray(found) ? found.map((each) => (isJsonObject(each) ? each : {})) : [];
}

function numbersAt(from: JsonObject, key: string): readonly number[] {
  const found = from[key];
  return Array.isArray(found) ? found.filter((each) => typeof each === 'number') : [];
}

function instantOr(date: string | null, otherwise: number): number {
  const instant = Date.parse(date ?? '');
  return Number.isNaN(instant) ? otherwise : instant;
}

function toWindow(found: JsonObject): MaintenanceWindow | null {
  const schedule = toSchedule(objectAt(found, 'schedule'));
  const [startTime, startDate] = [textAt(found, 'startTime'), textAt(found, 'startDate')];
  const { durationHours } = found;
  const notAllowedDates = listAt(found, 'notAllowedDates').map((each) => ({
    start: textAt(each, 'start') ?? '',
    end: textAt(each, 'end') ?? '',
  }));
  if (schedule === null || startTime === null || typeof durationHours !== 'number') return null;
  const days = [startDate ?? [], notAllowedDates.flatMap(({ start, end }) => [start, end])].flat();
  if (!days.every(isDay)) return null;
  return {
    schedule,
    startTime,
    durationHours,
    ...(startDate !== null && { startDate }),
    notAllowedDates,
  };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function toSchedule(found: JsonObject): WindowSchedule | null {
  const intervalDays = numberAt(objectAt(found, 'daily'), 'intervalDays');
  if (intervalDays !== null) return { daily: { intervalDays } };
  return toWeekly(objectAt(found, 'weekly')) ?? toMonthly(found);
}

function toWeekly(found: JsonObject): WindowSchedule | null {
  const intervalWeeks = numberAt(found, 'intervalWeeks');
  const dayOfWeek = oneOf(daysOfWeek, found.dayOfWeek);
  return intervalWeeks === null || dayOfWeek === null ? null : { weekly: { intervalWeeks, dayOfWeek } };
}

function toMonthly(found: JsonObject): WindowSchedule | null {
  const [absolute, relative] = [objectAt(found, 'absoluteMonthly'), objectAt(found, 'relativeMonthly')];
  const intervalMonths = numberAt(absolute, 'intervalMonths') ?? numberAt(relative, 'intervalMonths');
  const dayOfMonth = numberAt(absolute, 'dayOfMonth');
  const weekIndex = oneOf(weeks, relative.weekIndex);
  const dayOfWeek = oneOf(daysOfWeek, relative.dayOfWeek);
  if (intervalMonths === null) return null;
  if (dayOfMonth !== null) return { absoluteMonthly: { intervalMonths, dayOfMonth } };
  if (weekIndex === null || dayOfWeek === null) return null;
  return { relativeMonthly: { intervalMonths, weekIndex, dayOfWeek } };
}

function numberAt(from: JsonObject, key: string): number | null {
  const found = from[key];
  return typeof found === 'number' ? found : null;
}

function oneOf<T>(names: readonly T[], found: unknown): T | null {
  return names.find((each) => each === found) ?? null;
}
