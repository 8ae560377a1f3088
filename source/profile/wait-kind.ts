import type {Frame, Stack} from './frame.ts';

/**
 * What a goroutine is blocked in, as a person would say it. `unlock` is the releasing side of a lock (mutex profile);
 * `runtime lock` is contention inside Go's own runtime, which no code of the program can shorten directly.
 */
export type WaitKind =
	| 'chan send'
	| 'chan receive'
	| 'select'
	| 'empty select'
	| 'mutex'
	| 'rwmutex'
	| 'once'
	| 'waitgroup'
	| 'cond'
	| 'semaphore'
	| 'sleep'
	| 'accept'
	| 'net read'
	| 'net write'
	| 'connect'
	| 'dns'
	| 'file'
	| 'syscall'
	| 'child process'
	| 'cgo'
	| 'fd lock'
	| 'gc assist'
	| 'gc wait'
	| 'coroutine'
	| 'unlock'
	| 'runtime lock'
	| 'running';

/** Kinds in which a goroutine waits for a lock that somebody else holds. WaitGroup and errgroup are not locks. */
export const lockKinds: ReadonlySet<WaitKind> = new Set(['mutex', 'rwmutex', 'once', 'fd lock']);

type Rule = readonly [kind: WaitKind, pattern: RegExp];

// The order is the verdict: the first rule that any of a stack's inner frames meets wins, so what says more
// comes before what says less (a DNS lookup is also a net read; a file read is also a syscall).
const rules: readonly Rule[] = [
	['runtime lock', /^runtime\.(unlock\w*|_LostContendedRuntimeLock)$/u],
	['unlock', /^(internal\/)?sync\.\(\*(RW)?Mutex\)\.R?Unlock(Slow)?$/u],
	['gc assist', /^runtime\.(gcAssistAlloc\d?|gcParkAssist)$/u],
	['gc wait', /^runtime\.GC$/u],
	[
		'child process',
		/^os\.\(\*Process\)\.(wait|Wait|blockUntilWaitable|pidfdWait)$|^os\/exec\.\(\*Cmd\)\.(Wait|awaitGoroutines)$/u,
	],
	[
		'dns',
		/^net\.\(\*Resolver\)\.(lookupIPAddr|LookupIPAddr|exchange|tryOneName|goLookup\w*|lookupHost|LookupHost)$|^net\.(_C2?func_getaddrinfo|cgoLookup\w*|doBlockingWithCtx\S*)/u,
	],
	['fd lock', /^internal\/poll\.\(\*fdMutex\)\.rwlock$|^internal\/poll\.runtime_Semacquire$/u],
	['once', /^sync\.\(\*Once\)\.doSlow$/u],
	['rwmutex', /^sync\.\(\*RWMutex\)\.R?Lock$|^sync\.runtime_SemacquireRWMutex\w*$/u],
	[
		'mutex',
		/^(internal\/)?sync\.\(\*Mutex\)\.(Lock|lockSlow)$|^(internal\/)?sync\.runtime_SemacquireMutex$/u,
	],
	['waitgroup', /^sync\.\(\*WaitGroup\)\.Wait$|^sync\.runtime_SemacquireWaitGroup$/u],
	['cond', /^sync\.\(\*Cond\)\.Wait$|^sync\.runtime_notifyListWait$/u],
	['accept', /^internal\/poll\.\(\*FD\)\.Accept$|^net\.\(\*(TCP|Unix)Listener\)\.Accept/u],
	['connect', /^net\.\(\*netFD\)\.connect$|^internal\/poll\.\(\*FD\)\.WaitWrite$/u],
	['net write', /^internal\/poll\.\(\*FD\)\.(Write\w*|SendFile|Splice)$/u],
	['net read', /^internal\/poll\.\(\*FD\)\.(Read\w*|RawRead|Pread)$/u],
	['sleep', /^time\.Sleep$/u],
	['semaphore', /^golang\.org\/x\/sync\/semaphore\.\(\*Weighted\)\.Acquire$/u],
	['empty select', /^runtime\.block$/u],
	['select', /^runtime\.selectgo$/u],
	['chan send', /^runtime\.chansend1?$/u],
	['chan receive', /^runtime\.chanrecv[12]?$/u],
	['coroutine', /^runtime\.coro(switch|start)\w*$/u],
	['cgo', /^runtime\.cgocall$|_Cfunc_|_C2func_/u],
	['semaphore', /^(internal\/)?sync\.runtime_Semacquire\w*$|^runtime\.semacquire1?$/u],
	['file', /^os\.\(\*File\)\./u],
	['syscall', /^syscall\.|^internal\/(runtime\/)?syscall(\/\w+)?\.|^runtime\.(entersyscall|notetsleepg)/u],
];

// internal/poll serves sockets and files alike: whoever called it says which.
const ofFile = /^os\.\(\*File\)\./u;
// Frames of Go's own that belong to the wait itself; the first frame outside them did the waiting.
const primitive =
	/^(runtime|sync|time|os|net|syscall|internal\/(poll|sync|syscall\/unix|runtime\/[\w/]+)|runtime\/internal\/\w+|internal\/syscall)\./u;

/** What one function says of a wait that it takes part in. */
type Part = {
	/** The first of the rules that it meets; `rules.length` when it meets none. */
	readonly rule: number;
	readonly isOfWait: boolean;
	readonly isOfFile: boolean;
};

const innermostFrames = 16;

/**
 * The kind of wait of a stack from a goroutine (`debug=0`), block or mutex profile, whose innermost frames are Go's
 * own (table in Go's runtime sources, checked against captures of Go 1.19 to 1.27).
 */
export function waitKindOf(stack: Stack): WaitKind {
	return createWaitKindReader()(stack);
}

/** `waitKindOf` for many stacks that share frames: each function is looked at once. */
export function createWaitKindReader(): (stack: Stack) => WaitKind {
	const parts = new Map<Frame, Part>();
	return stack => {
		const end = Math.min(stack.length, innermostFrames);
		let rule = rules.length;
		let isOfFile = false;
		for (let index = 0; index < end; index += 1) {
			const frame = stack[index] as Frame;
			const part = parts.get(frame) ?? partOf(frame.functionName);
			parts.set(frame, part);
			if (!part.isOfWait) {
				break;
			}

			rule = Math.min(rule, part.rule);
			isOfFile ||= part.isOfFile;
		}

		const kind = rules[rule]?.[0] ?? 'running';
		return isOfFile && (kind === 'net read' || kind === 'net write') ? 'file' : kind;
	};
}

/** Nearly all functions: they share one. */
const noPart: Part = {rule: rules.length, isOfWait: false, isOfFile: false};

function partOf(functionName: string): Part {
	if (!primitive.test(functionName) && !isWaitHelper(functionName)) {
		return noPart;
	}

	const rule = rules.findIndex(([, pattern]) => pattern.test(functionName));
	return {rule: rule === -1 ? rules.length : rule, isOfWait: true, isOfFile: ofFile.test(functionName)};
}

function isWaitHelper(functionName: string): boolean {
	return (
		functionName.startsWith('golang.org/x/sync/semaphore.') ||
		functionName.startsWith('os/exec.') ||
		/_C2?func_/u.test(functionName)
	);
}
