/** Azure's shape (ManagedCluster maintenanceConfigurations), read in the `timezone` of the campaign's `maintenance`. */
export interface MaintenanceWindow {
  readonly schedule: WindowSchedule;
  /** "HH:MM" wall time. */
  readonly startTime: string;
  /** 4 to 24, elapsed. */
  readonly durationHours: number;
  /** "YYYY-MM-DD"; included; anchors intervals. */
  readonly startDate?: string;
  /** Whole local days, both ends included. */
  readonly notAllowedDates: readonly { readonly start: string; readonly end: string }[];
}

export type DayOfWeek = 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday';

export type WindowSchedule =
  | { readonly daily: { readonly intervalDays: number } }
  | { readonly weekly: { readonly intervalWeeks: number; readonly dayOfWeek: DayOfWeek } }
  | { readonly absoluteMonthly: { readonly intervalMonths: number; readonly dayOfMonth: number } }
  | {
      readonly relativeMonthly: {
        readonly intervalMonths: number;
        readonly weekIndex: 'First' | 'Second' | 'Third' | 'Fourth' | 'Last';
        readonly dayOfWeek: DayOfWeek;
      };
    };
