/** The floor rule (`risingFloor`) as most detectors of growth use it. */
const floorRule = {
	windowCount: 5,
	windowSeconds: 60,
	shortestSpanSeconds: 40,
	smallestStepFraction: 0.25,
	slowestPaceFraction: 0.65,
	slowestTailFraction: 0.4,
	largestFallFraction: 0.25,
} as const;

/**
 * Every number that decides a warning. A name ends in its unit; `holdReadings` is for how many readings in a row the
 * condition must stand before the warning fires, `clearReadings` for how many it must be gone before it clears.
 * Set one with `--set goroutine-count.warningCount=8000`, or in the config file.
 */
export const defaultThresholds = {
	'goroutine-count': {warningCount: 5000, criticalCount: 10_000, holdReadings: 3, clearReadings: 3},
	'goroutine-growth': {
		...floorRule,
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
		...floorRule,
		sendSpanSeconds: 40,
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
		// A writer of an RWMutex that waits this long on average waits for a reader worth finding.
		writerWaitMilliseconds: 10,
		holdReadings: 3,
		clearReadings: 5,
	},
	'block-latency': {
		meanWaitSeconds: 1,
		delaySecondsPerSecond: 2,
		// The producers of a pipeline that flows wait at nearly every send, each for a moment.
		leastSendWaitSeconds: 0.1,
		holdReadings: 3,
		clearReadings: 5,
	},
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
	'leak-confirmed': {holdReadings: 1, clearReadings: 1},
	'leak-suspected': {
		leastGoroutines: 10,
		leastMinutes: 1,
		/** Creators that are gone, as a share of all whose creator is known, from which they count as many. */
		goneCreatorFraction: 0.5,
		/** Different creators that have to be gone: a few ended setups are no leak. */
		leastCreators: 5,
		leastRise: 5,
		holdReadings: 1,
		clearReadings: 1,
	},
	'stuck-send': {leastSeconds: 60, holdReadings: 1, clearReadings: 1},
	'stuck-lock': {
		leastSeconds: 60,
		leastReadings: 3,
		freshDumpSeconds: 120,
		holdReadings: 1,
		clearReadings: 1,
	},
	// Where the stacks do not tell who holds a lock, it takes longer to believe that nobody will release it.
	'deadlock-suspected': {
		leastGoroutines: 2,
		// Two dumps half a minute apart, give or take.
		leastSeconds: 25,
		leastSecondsUnheld: 60,
		holdReadings: 1,
		clearReadings: 1,
	},
	'stuck-wait': {leastSeconds: 60, poolCount: 10, placesShown: 12, holdReadings: 1, clearReadings: 1},
	'io-no-deadline': {leastSeconds: 60, holdReadings: 1, clearReadings: 1},
	'handler-pileup': {
		// So many at one place are a pile-up when they are this much more than lately, or when none of them gets away.
		waitingCount: 100,
		riseFactor: 2,
		recentSeconds: 60,
		baselineSeconds: 600,
		stillReadings: 10,
		churnGrowthFraction: 0.1,
		...floorRule,
		growthCount: 50,
		holdReadings: 3,
		// As goroutine-growth, for which it may speak.
		clearReadings: 15,
	},
	'pool-exhausted': {warningCount: 10, criticalCount: 100, holdReadings: 3, clearReadings: 3},
	'no-context': {leastSeconds: 30, holdReadings: 1, clearReadings: 1},
	'timer-growth': {
		sleepingCount: 1000,
		// A number that wavers around the limit is one warning.
		lingeringFraction: 0.9,
		...floorRule,
		growthCount: 50,
		// Timers are counted from samples: a few of them are noise. Heap profiles come once a minute.
		timerGrowthCount: 20_000,
		timersPerSampleCount: 2300,
		timerWindowSeconds: 120,
		holdReadings: 3,
		// As goroutine-growth, for which it may speak.
		clearReadings: 15,
	},
	'thread-growth': {
		threadCount: 100,
		...floorRule,
		growthCount: 20,
		doubledSeconds: 600,
		// Twice this many, at least: a machine of many cores uses dozens without harm.
		leastForDoublingCount: 30,
		// Half of the 10,000 at which Go ends the program (debug.SetMaxThreads).
		criticalCount: 5000,
		holdReadings: 3,
		clearReadings: 15,
	},
	'gc-cpu': {
		warningFraction: 0.1,
		criticalFraction: 0.3,
		// The first collections of a process that just started say nothing of the rest of its life.
		leastCollections: 5,
		// What was last told counts for this long: readings without a collection tell nothing.
		toldSeconds: 60,
		holdReadings: 3,
		clearReadings: 3,
	},
	'gc-storm': {
		collectionsPerSecond: 2,
		overSeconds: 60,
		nearLimitFraction: 0.9,
		forcedFraction: 0.5,
		// A heap of a few MiB is collected often and cheaply: that is no storm.
		leastShareFraction: 0.03,
		smallHeapBytes: 16_777_216,
		holdReadings: 1,
		clearReadings: 3,
	},
	'heap-growth': {
		...floorRule,
		windowSeconds: 120,
		shortestSpanSeconds: 600,
		largestFallFraction: 1,
		growthCount: 67_108_864,
		growthFraction: 0.2,
		explainedFraction: 0.5,
		holdReadings: 2,
		// Five minutes: half of what the rule looks at.
		clearReadings: 20,
	},
	// Off at 0: what is much for one service is little for another.
	'heap-limit': {limitBytes: 0, holdReadings: 2, clearReadings: 2},
	// Of fewer events one in a hundred is a matter of luck: any service has thousands between two readings.
	'sched-latency': {p99Milliseconds: 10, leastEvents: 1000, holdReadings: 2, clearReadings: 3},
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
