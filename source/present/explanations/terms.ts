import type {TermGroup} from '../../session/topic.ts';

/** A word on the screen. `line` says what it is, for the help; `more` is a second sentence on how to take it. */
export type Term = {readonly name: string; readonly line: string; readonly more: string};

const siteColumns: readonly Term[] = [
	{
		name: 'site',
		line: 'the first frame of your own code on the way up from the blocking call',
		more: 'What is below it on the stack is what it waits in, not where the cause is.',
	},
	{
		name: 'id',
		line: 'short name of a site, the same on every screen: say "look at k7m"',
		more: 'It follows from function, line and kind of wait, so colleagues see the same one.',
	},
];

const rates: readonly Term[] = [
	{
		name: 'delay/s',
		line: 'time waited there per second (block profile): 4.2 s/s is 4.2 goroutines waiting on average',
		more: 'A wait counts when it ends, so one that never ends is not in it.',
	},
	{
		name: 'events/s',
		line: 'waits that ended there per second; a wait that never ends is in neither',
		more: 'Where the target samples, the runtime scales the number up again.',
	},
	{
		name: 'avg wait',
		line: 'delay by events: how long one wait took',
		more: 'It is a mean: many short waits hide a few long ones.',
	},
];

const blockColumns: readonly Term[] = [
	{
		name: 'waiting',
		line: 'goroutines blocked at this place now, from the goroutine profile',
		more: 'With a baseline it is the change since then.',
	},
	{
		name: 'Δ/min',
		line: 'how fast that number changes, by the last minute',
		more: 'Where less of it is known, by that: 10 more in 20 seconds are +30. Below ten seconds of data it is not said.',
	},
	...rates,
	{
		name: 'causes',
		line: 'time others waited for a lock that this line released late (mutex profile)',
		more: 'Events and average wait in its row are those of the others, too.',
	},
];

const mutexColumns: readonly Term[] = [
	{
		name: 'lock delay',
		line: 'time others waited for a lock, at the place that released it late (mutex profile)',
		more: 'Go 1.22 and later count every waiter, earlier versions one of them.',
	},
	{
		name: 'share',
		line: 'of all lock delay in the same span',
		more: 'One site near 100% is the one to change.',
	},
	...rates.slice(1),
];

const heap: readonly Term[] = [
	{
		name: 'heap in use',
		line: 'memory in the spans that hold objects',
		more: 'It counts the free places between them.',
	},
	{
		name: 'live + garbage',
		line: 'objects in use and those not yet collected',
		more: 'It goes up and down with each collection: its low points are what is alive.',
	},
	{
		name: 'next gc at',
		line: 'size of the heap at which the next collection ends',
		more: 'GOGC and GOMEMLIMIT decide it.',
	},
	{
		name: 'gc cpu, lately',
		line: 'share of the CPU time that the collector took between two readings',
		more: 'Above a tenth it is worth a look at what allocates. With ≥ it may be more: only /metrics tells it exactly.',
	},
	{
		name: 'gc cpu, average',
		line: 'the same since the process started',
		more: 'It hides what happens now: an hour of calm makes a storm look small.',
	},
	{
		name: 'idle, kept',
		line: 'memory that Go holds free and has not given back to the system',
		more: 'It is used again before more is asked for.',
	},
	{
		name: 'from the system',
		line: 'all memory Go ever took and still holds addresses for',
		more: 'It may be far more than what is resident.',
	},
	{
		name: 'pause',
		line: 'how long a collection stopped the whole program',
		more: 'Usually it is well below a millisecond.',
	},
	{
		name: 'threads',
		line: 'operating-system threads',
		more: 'One more is started whenever a system call or C code blocks, and it stays.',
	},
];

const general: readonly Term[] = [
	{
		name: 'floor',
		line: 'the lowest value of a stretch of time; growth is judged by it',
		more: 'Bursts lift the peak, only what stays lifts the floor.',
	},
	{
		name: 'baseline',
		line: 'a moment set with b: goroutines then show their change since, delay and events their mean',
		more: 'Press b again to drop it.',
	},
	{
		name: 'cost',
		line: 'share of one core of the target that polling takes; kept below --budget by itself',
		more: 'When it is too much, polls become rarer.',
	},
	{
		name: 'observer',
		line: "a goroutine of the target that serves goroutop's own requests; left out of all numbers",
		more: 'Other tools that poll it are left out as well.',
	},
	{
		name: 'stale',
		line: 'no answer for three intervals: what is shown is the last that was known',
		more: 'It is dimmed until the next answer.',
	},
	{
		name: 'same function',
		line: 'Lock and Unlock stand in one function; same type: in methods of one type; same package: no more than that',
		more: 'No profile says which lock it was, so nearness is all there is.',
	},
	{
		name: 'suspected',
		line: 'the evidence fits, and something innocent may look the same; the warning says what would settle it',
		more: 'Strong means that little else is left, confirmed that the runtime said so.',
	},
];

const groups: {readonly [group in TermGroup]: readonly Term[]} = {
	sites: [...blockColumns, ...siteColumns],
	mutex: [...mutexColumns, ...siteColumns],
	heap,
	warnings: general.filter(({name}) => name === 'floor' || name === 'suspected'),
};

export function termsOf(group: TermGroup): readonly Term[] {
	return groups[group];
}

/** Every word once, for the help. */
export const allTerms: readonly Term[] = [
	...new Set([...blockColumns, ...mutexColumns, ...siteColumns, ...general, ...heap]),
];
