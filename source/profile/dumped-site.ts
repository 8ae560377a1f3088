import type {DumpedGoroutine} from './dump.ts';
import type {Frame, Stack} from './frame.ts';
import {createSiteReader, type Site} from './site.ts';
import {remembered, type StackReader} from './stack-reader.ts';
import {type WaitContext, waitContextOf} from './wait-context.ts';

/** What is to be known of a goroutine of a dump, worked out when it is first asked for. */
export type DumpedSites = {
	readonly site: (goroutine: DumpedGoroutine) => Site;
	/** Dear: to be asked for what is kept only. */
	readonly context: (goroutine: DumpedGoroutine) => WaitContext;
};

/** Statuses of goroutines that wait for nothing but a processor. */
const notWaiting: ReadonlySet<string> = new Set([
	'idle',
	'runnable',
	'running',
	'dead',
	'copystack',
	'preempted',
	'???',
]);

// A dump leaves out the innermost frames that are the runtime's own; a profile shows them, and the kind of wait is read
// from them. The state names the one that was left out (waitReasonStrings in runtime/runtime2.go).
const hiddenFunctions: readonly (readonly [state: RegExp, functionName: string])[] = [
	[/^chan send\b/u, 'runtime.chansend1'],
	[/^chan receive\b/u, 'runtime.chanrecv1'],
	[/^select \(no cases\)/u, 'runtime.block'],
	[/^select\b/u, 'runtime.selectgo'],
	[/^syscall\b|^waiting for cgo callback/u, 'runtime.entersyscall'],
	[/^semacquire\b|^sync\.(RW)?Mutex\.|^sync\.WaitGroup\./u, 'runtime.semacquire1'],
	[/^coroutine\b/u, 'runtime.coroswitch'],
	[/^GC assist/u, 'runtime.gcParkAssist'],
	[/^wait for GC cycle/u, 'runtime.GC'],
	[/^sleep\b/u, 'time.Sleep'],
	[/^sync\.Cond\.Wait/u, 'sync.runtime_notifyListWait'],
];

// The same ones each time: whoever remembers what a frame says does not look at them again for every stack.
const gopark: Frame = {functionName: 'runtime.gopark', file: '', line: 0};
const hiddenFrames = hiddenFunctions.map(([state, functionName]): readonly [RegExp, Frame] => [
	state,
	{functionName, file: '', line: 0},
]);

export function isWaiting({state}: DumpedGoroutine): boolean {
	return !notWaiting.has(state);
}

/** Like goroutines share stack and state: each pair is looked at once. */
export function createDumpedSites(ownRoot: string | undefined): DumpedSites {
	const readSite = createSiteReader(ownRoot);
	const byState = new Map<string, StackReader>();
	const readerOf = (state: string): StackReader => {
		const known = byState.get(state);
		if (known !== undefined) {
			return known;
		}

		const whole = withHiddenFrames(state);
		const reader = {
			site: remembered(stack => readSite(whole(stack))),
			context: remembered(stack => waitContextOf(whole(stack), ownRoot)),
		};
		byState.set(state, reader);
		return reader;
	};
	return {
		site: ({stack, state}) => readerOf(state).site(stack),
		context: ({stack, state}) => readerOf(state).context(stack),
	};
}

/** Makes stacks as a goroutine profile would show them, as far as the kind of wait is concerned. */
function withHiddenFrames(state: string): (stack: Stack) => Stack {
	const hidden = hiddenFrames.find(([pattern]) => pattern.test(state))?.[1];
	return stack =>
		hidden === undefined || hidden.functionName === stack[0]?.functionName
			? stack
			: [gopark, hidden, ...stack];
}
