import type {Count, UnixMilliseconds} from '../../source/profile/units.ts';

const pauseSlots = 256;

/** The end of `heap?debug=1` of a process that collected `collections` times so far, the last one just now. */
export function memoryText(collections: Count, now: UnixMilliseconds): string {
	const alive = 1_000_000 * (20 + (collections % 50));
	const slots = Array.from({length: pauseSlots}, (_, slot) => slot);
	const fields: readonly (readonly [name: string, value: string | number])[] = [
		['Alloc', alive],
		['TotalAlloc', collections * 10_000_000],
		['Sys', 200_000_000],
		['Mallocs', collections * 1000],
		['Frees', collections * 990],
		['HeapAlloc', alive],
		['HeapSys', 180_000_000],
		['HeapIdle', 100_000_000],
		['HeapInuse', 80_000_000],
		['HeapReleased', 50_000_000],
		['HeapObjects', collections * 10],
		['Stack', '1000000 / 2000000'],
		['NextGC', 100_000_000],
		['LastGC', now * 1_000_000],
		['PauseNs', `[${slots.map(slot => 10_000 + slot).join(' ')}]`],
		['PauseEnd', `[${slots.map(slot => (now - slot * 1000) * 1_000_000).join(' ')}]`],
		['NumGC', collections],
		['NumForcedGC', 0],
		['GCCPUFraction', 0.01],
		['MaxRSS', 300_000_000],
	];
	const lines = fields.map(([name, value]) => `# ${name} = ${value}`);
	return `heap profile: 1: 2 [3: 4] @ heap/1048576\n\n# runtime.MemStats\n${lines.join('\n')}\n`;
}

export function metricsText(goroutines: Count, startedAt: UnixMilliseconds, reads: Count): string {
	return [
		'# TYPE go_goroutines gauge',
		`go_goroutines ${goroutines}`,
		'go_info{version="go1.27.1"} 1',
		`process_start_time_seconds ${startedAt / 1000}`,
		`process_cpu_seconds_total ${reads}`,
		`go_sched_latencies_seconds_bucket{le="0.001"} ${reads * 10}`,
		`go_sched_latencies_seconds_bucket{le="+Inf"} ${reads * 11}`,
		'# EOF\n',
	].join('\n');
}
