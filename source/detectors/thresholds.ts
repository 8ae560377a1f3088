/**
 * Every number that decides a warning. A name ends in its unit; `holdReadings` is for how many readings in a row the
 * condition must stand before the warning fires, `clearReadings` for how many it must be gone before it clears.
 * Set one with `--set goroutine-count.warningCount=8000`, or in the config file.
 */
export const defaultThresholds = {
	'goroutine-count': {warningCount: 5000, criticalCount: 10_000, holdReadings: 3, clearReadings: 3},
	stale: {missedIntervals: 3, holdReadings: 1, clearReadings: 1},
} as const;

export type DetectorId = keyof typeof defaultThresholds;

export type Thresholds = {
	readonly [Id in DetectorId]: {readonly [Name in keyof (typeof defaultThresholds)[Id]]: number};
};
