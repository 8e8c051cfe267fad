import type {
  MaintenanceConfiguration as FoundConfiguration,
  MaintenanceWindow as FoundWindow,
  Schedule,
} from '@azure/arm-containerservice';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { DayOfWeek, MaintenanceWindow, WindowSchedule } from '#domain/fleet/maintenance-window.ts';
import type { MaintenanceConfiguration, UnreadScope } from '#domain/fleet/other-writers.ts';
import type { Observation } from '#domain/observation.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { collectPages } from '../client/collect-pages.ts';
import { readIfShown } from '../client/read-if-shown.ts';

type Monthly = Extract<WindowSchedule, { relativeMonthly: unknown }>['relativeMonthly'];

/** When AKS itself may change a cluster: one request. */
export function maintenanceConfigurations(
  clients: ArmClients,
  resourceId: string,
  abortSignal?: AbortSignal,
): Promise<Observation<readonly MaintenanceConfiguration[], UnreadScope>> {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const client = clients.reader(subscriptionId);
  return readIfShown(
    {
      permission: 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read',
      scope: `cluster ${name}`,
    },
    () => {
      const list = client.maintenanceConfigurations.listByManagedCluster(resourceGroup, name, {
        abortSignal,
      });
      return collectPages(list, `of the maintenance configurations of ${name}`, toMaintenanceConfiguration);
    },
  );
}

/** As the domain sees it; a schedule of a form that is not known here, or with dates that cannot be read, is no window. */
export function toMaintenanceConfiguration(found: FoundConfiguration): MaintenanceConfiguration {
  const { maintenanceWindow: window } = found;
  return {
    name: found.name ?? '',
    window: window == null ? null : toWindow(window),
    utcOffset: window?.utcOffset ?? '+00:00',
    hoursOfWeek: (found.timeInWeek ?? []).map(({ day, hourSlots }) => ({
      day: day ?? '',
      hours: hourSlots ?? [],
    })),
    // What cannot be read of a closure does not end it.
    closures: (found.notAllowedTime ?? []).map(({ start, end }) => ({
      opensAt: instantOr(start, Number.NEGATIVE_INFINITY),
      closesAt: instantOr(end, Number.POSITIVE_INFINITY),
    })),
  };
}

function instantOr(date: Date | undefined, otherwise: number): number {
  const instant = date?.getTime() ?? Number.NaN;
  return Number.isNaN(instant) ? otherwise : instant;
}

function toWindow(found: FoundWindow): MaintenanceWindow | null {
  const schedule = toSchedule(found.schedule);
  const startDate = toDay(found.startDate);
  const notAllowedDates = (found.notAllowedDates ?? []).map(({ start, end }) => ({
    start: toDay(start),
    end: toDay(end),
  }));
  if (schedule === null || (found.startDate != null && startDate === null)) return null;
  if (!notAllowedDates.every(isReadable)) return null;
  return {
    schedule,
    startTime: found.startTime,
    durationHours: found.durationHours,
    ...(startDate !== null && { startDate }),
    notAllowedDates,
  };
}

function isReadable(days: {
  start: string | null;
  end: string | null;
}): days is { start: string; end: string } {
  return days.start !== null && days.end !== null;
}

function toSchedule({ daily, weekly, absoluteMonthly, relativeMonthly }: Schedule): WindowSchedule | null {
  if (daily != null) return { daily };
  if (weekly != null) return { weekly: { ...weekly, dayOfWeek: weekly.dayOfWeek as DayOfWeek } };
  if (absoluteMonthly != null) return { absoluteMonthly };
  if (relativeMonthly == null) return null;
  const { intervalMonths, weekIndex, dayOfWeek } = relativeMonthly;
  return {
    relativeMonthly: {
      intervalMonths,
      weekIndex: weekIndex as Monthly['weekIndex'],
      dayOfWeek: dayOfWeek as DayOfWeek,
    },
  };
}

/** The SDK makes midnight UTC of Azure's plain dates. */
function toDay(date: Date | undefined): string | null {
  return date == null || Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}
