/**
 * Every number that decides a warning. A name ends in its unit; `holdReadings` is for how many readings in a row the
 * condition must stand before the warning fires, `clearReadings` for how many it must be gone before it clears.
 * Set one with `--set goroutine-count.warningCount=8000`, or in the config file.
 */
export const defaultThresholds = {
	'goroutine-count': {warningCount: 5000, criticalCount: 10_000, holdReadings: 3, clearReadings: 3},
	'goroutine-growth': {
		windowCount: 5,
		windowSeconds: 60,
		shortestSpanSeconds: 40,
		smallestStepFraction: 0.25,
		slowestPaceFraction: 0.65,
		slowestTailFraction: 0.4,
		largestFallFraction: 0.25,
		growthCount: 50,
		growthFraction: 0.2,
		explainedFraction: 0.5,
		steepPerSecond: 5,
		steepSeconds: 600,
		steepTotalCount: 1000,
		longTermFraction: 0.2,
		holdReadings: 3,
		clearReadings: 15,
	},
	'site-growth': {
		windowCount: 5,
		windowSeconds: 60,
		shortestSpanSeconds: 40,
		sendSpanSeconds: 40,
		smallestStepFraction: 0.25,
		slowestPaceFraction: 0.65,
		slowestTailFraction: 0.4,
		largestFallFraction: 0.25,
		growthCount: 50,
		churnGrowthFraction: 0.1,
		criticalCount: 1000,
		criticalFraction: 0.3,
		// Blocked sends and lock waiters that stopped growing stay a warning while this share of them is there.
		lingeringFraction: 0.9,
		holdReadings: 3,
		// Before goroutine-growth, which may speak for it: it should not reappear by itself while both end.
		clearReadings: 12,
	},
	'mutex-contention': {
		warningDelaySecondsPerSecond: 0.5,
		criticalDelaySecondsPerSecond: 5,
		dominantFraction: 0.8,
		dominantDelaySecondsPerSecond: 0.2,
		leastContentionsPerSecond: 5,
		leastDelaySeconds: 1,
		holdReadings: 3,
		clearReadings: 5,
	},
	'block-latency': {meanWaitSeconds: 1, delaySecondsPerSecond: 2, holdReadings: 3, clearReadings: 5},
	'contention-spike': {
		riseFactor: 5,
		delaySecondsPerSecond: 0.2,
		baselineReadings: 10,
		recentSeconds: 60,
		baselineSeconds: 1800,
		holdReadings: 3,
		clearReadings: 5,
	},
	'lock-pileup': {warningCount: 20, criticalCount: 200, holdReadings: 2, clearReadings: 3},
	'gc-pause': {warningMilliseconds: 20, criticalMilliseconds: 100, holdReadings: 1, clearReadings: 3},
	restart: {shownSeconds: 120, countedSeconds: 3600, holdReadings: 1, clearReadings: 1},
	'profile-off': {holdReadings: 1, clearReadings: 1},
	// The pace uses the budget up where it must, and what a poll takes wavers: only well above it is worth a word.
	'watch-cost': {overBudgetFactor: 1.5, holdReadings: 3, clearReadings: 5},
	stale: {missedIntervals: 3, leastSeconds: 5, holdReadings: 1, clearReadings: 1},
} as const;

export type DetectorId = keyof typeof defaultThresholds;

export type Thresholds = {
	readonly [Id in DetectorId]: {readonly [Name in keyof (typeof defaultThresholds)[Id]]: number};
};
