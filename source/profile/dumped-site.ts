import type {DumpedGoroutine} from './dump.ts';
import type {Frame, Stack} from './frame.ts';
import {createSiteReader, type Site} from './site.ts';
import {type WaitContext, waitContextOf} from './wait-context.ts';

/** Where a goroutine of a dump waits. */
export type DumpedSite = {readonly site: Site; readonly context: WaitContext};

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

export function isWaiting({state}: DumpedGoroutine): boolean {
	return !notWaiting.has(state);
}

/** Like goroutines share stack and state: each pair is looked at once. */
export function createDumpedSites(ownRoot: string | undefined): (goroutine: DumpedGoroutine) => DumpedSite {
	const readSite = createSiteReader(ownRoot);
	const known = new Map<Stack, Map<string, DumpedSite>>();
	return ({stack, state}) => {
		const byState = known.get(stack) ?? new Map<string, DumpedSite>();
		const found = byState.get(state);
		if (found !== undefined) {
			return found;
		}

		const whole = withHiddenFrames(stack, state);
		const added = {site: readSite(whole), context: waitContextOf(whole, ownRoot)};
		byState.set(state, added);
		known.set(stack, byState);
		return added;
	};
}

/** The stack as a goroutine profile would show it, as far as the kind of wait is concerned. */
function withHiddenFrames(stack: Stack, state: string): Stack {
	const hidden = hiddenFunctions.find(([pattern]) => pattern.test(state))?.[1];
	return hidden === undefined || hidden === stack[0]?.functionName
		? stack
		: [runtimeFrame('runtime.gopark'), runtimeFrame(hidden), ...stack];
}

function runtimeFrame(functionName: string): Frame {
	return {functionName, file: '', line: 0};
}
