import type {DetectorId} from '../../detectors/thresholds.ts';
import type {Explanation} from './explanation.ts';

/** The collector, the process itself, and the watching of it. */
export const processWarnings = {
	'gc-pause': {
		what: 'The collector stopped the whole program for long. Usually it stops it for well under a millisecond, so something else kept it from going on.',
		causes: [
			['not enough CPU', 'container limits, throttling, noisy neighbours'],
			['a loop that cannot be interrupted', 'old Go, or assembly and cgo: see a trace'],
			['swapping', 'more memory, or less of it used'],
		],
	},
	'gc-cpu': {
		what: 'The collector takes a large share of the CPU time since the reading before. The program allocates much, or has little room to do it in.',
		causes: [
			['much garbage in a hot path', 'an allocation profile names the lines; reuse buffers'],
			['GOGC too low', 'raise it, if there is memory'],
			['live heap near GOMEMLIMIT', 'raise the limit or keep less: collections follow each other there'],
		],
	},
	'gc-storm': {
		what: 'Collections follow each other several times a second. Each works through the live heap, with CPU that the program does not get.',
		causes: [
			['live heap near GOMEMLIMIT', 'raise the limit, or keep less alive'],
			['GOGC too low', 'raise it: at 100 the heap doubles between two collections'],
			['a small heap with much garbage', 'raise GOGC, or set GOMEMLIMIT and GOGC=off with care'],
			['explicit runtime.GC()', 'remove it'],
		],
	},
	restart: {
		what: 'Another process answers than before. Comparison begins anew, and charts keep a mark at that moment.',
		causes: [
			['a deployment', 'nothing to do'],
			['a crash', 'the last log lines and the exit code'],
			['out of memory', 'the kernel log and the memory limit'],
		],
	},
	'profile-off': {
		what: 'The target does not record lock contention or blocking. Nothing shown therefore does not mean that nothing is there.',
		causes: [
			['mutex profiling is off', 'runtime.SetMutexProfileFraction(10) at the start of main'],
			['block profiling is off', 'runtime.SetBlockProfileRate(1_000_000) at the start of main'],
		],
	},
	'watch-cost': {
		what: 'Watching takes more of the target than the budget allows. Polls become rarer by themselves until it fits again.',
		causes: [
			['very many different stacks', 'a longer --interval, or a higher --budget'],
			['a target short of CPU', 'nothing: the polls already give way'],
		],
	},
	stale: {
		what: 'No good answer for three intervals: what is shown is the last that was known. The next answer brings it up to date by itself, and goroutop goes on trying.',
		causes: [
			['the process is gone or stuck', 'see whether it runs and answers other requests'],
			['the port cannot be reached', 'tunnel, port-forward and firewall, from this machine'],
			['an overloaded target', 'a longer --interval and --timeout'],
		],
	},
} as const satisfies {readonly [id in DetectorId]?: Explanation};
