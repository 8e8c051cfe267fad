/** How much a deviation weighs. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
