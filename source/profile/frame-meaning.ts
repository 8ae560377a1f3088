import {canonicalName} from './canonical-name.ts';
import {isContextFree} from './context-free.ts';
import {type DependencyRule, dependencyRuleOf} from './dependency-table.ts';
import type {Frame} from './frame.ts';
import {type IdleWhen, idleWhen} from './idle-table.ts';
import {type Origin, originOf} from './origin.ts';

/** What one function says wherever it is met, whatever is above and below it on the stack. */
export type FrameMeaning = {
	readonly file: string;
	readonly origin: Origin;
	readonly dependency: DependencyRule | undefined;
	readonly idle: IdleWhen | undefined;
	/** In the spelling of the tables: what only a few stacks ask about is looked up when they do. */
	readonly path: string;
	readonly name: string;
	/** Belongs to the wait itself: the function outside of such frames is the one that waits. */
	readonly isPrimitive: boolean;
	/** People's own code that only passes on what a library does: `Read`, `Write`, `RoundTrip`. */
	readonly passesOn: boolean;
	readonly isRuntime: boolean;
	readonly isLock: boolean;
	readonly isSend: boolean;
	readonly isSleep: boolean;
	readonly isNetRead: boolean;
	readonly isContextFree: boolean;
	/** Where a server hands a request to the person's code: all that is further in serves that request. */
	readonly isServer: boolean;
	/** Hands a request on to the next handler. */
	readonly handsOn: boolean;
	/** Written by a generator: the handler is what it calls. */
	readonly isGenerated: boolean;
	/** Starts others' code: the goroutine's own function is the next one in. */
	readonly isStarter: boolean;
	readonly grpc: 'receive' | 'unary' | undefined;
};

const primitivePackages =
	/^(runtime|sync|time|syscall|reflect|internal\/(poll|sync|syscall|runtime|reflectlite)|runtime\/internal)(\/|$)/u;
// Helpers inside a pool: whoever called them is the one that queues.
const queues = new Set([
	'golang.org/x/sync/semaphore.(*Weighted).Acquire',
	'github.com/jackc/puddle.(*Pool).acquire',
	'github.com/jackc/puddle.(*Pool).Acquire',
	'github.com/redis/go-redis/internal.(*FastSemaphore).Acquire',
	'github.com/redis/go-redis/internal.(*FIFOSemaphore).Acquire',
]);
const locks = /^\(\*(RW)?Mutex\)\.(R?Lock|lockSlow)$|^\(\*Once\)\.doSlow$|^runtime_Semacquire(RW)?Mutex/u;
const servers = new Set([
	'net/http.(*conn).serve',
	'net/http.(*timeoutHandler).ServeHTTP',
	'golang.org/x/net/http2.(*serverConn).runHandler',
	'google.golang.org/grpc.(*Server).handleStream',
	'google.golang.org/grpc.(*Server).processUnaryRPC',
	'google.golang.org/grpc.(*Server).processStreamingRPC',
	'github.com/valyala/fasthttp.(*Server).serveConn',
]);
const starters = new Set([
	'runtime.main',
	'runtime.goexit',
	'main.main',
	'runtime/pprof.Do',
	'github.com/IBM/sarama.withRecover',
]);
const handingOn = /(^|[.)])ServeHTTP$|^\(\*Context\)\.Next$|^_\w+_Handler$|^\(\*Echo\)\.add$/u;

// A program has some thousands of functions; names come from the target, so what is remembered of them is bounded.
const rememberedAtMost = 20_000;
const remembered = new Map<string, FrameMeaning>();
let rememberedFor: string | undefined;

/** Looks a frame up by its function. What was found is remembered: the same few thousand come back with every profile. */
export function meaningOf(frame: Frame, ownRoot: string | undefined): FrameMeaning {
	const known = remembered.get(frame.functionName);
	// Functions of one name in two files are possible; which file it is decides whose code it is.
	if (known !== undefined && known.file === frame.file && ownRoot === rememberedFor) {
		return known;
	}

	if (ownRoot !== rememberedFor || remembered.size >= rememberedAtMost) {
		remembered.clear();
		rememberedFor = ownRoot;
	}

	const meaning = findMeaning(frame, ownRoot);
	remembered.set(frame.functionName, meaning);
	return meaning;
}

function findMeaning(frame: Frame, ownRoot: string | undefined): FrameMeaning {
	const canonical = canonicalName(frame.functionName);
	const {path, name} = canonical;
	const full = `${path}.${name}`;
	const dependency = dependencyRuleOf(canonical);
	const idle = idleWhen(canonical);
	// Built under GOPATH, a library's files do not show that they are one; that the tables know it does.
	const isKnown = dependency !== undefined || idle !== undefined;
	const built = originOf(frame, ownRoot);
	const origin = built === 'own' && isKnown ? 'library' : built;
	const isRpc = path === 'google.golang.org/grpc';
	return {
		file: frame.file,
		origin,
		dependency,
		idle,
		path,
		name,
		isPrimitive: primitivePackages.test(path) || queues.has(full),
		passesOn: /\.(Read|Write|RoundTrip)$/u.test(name),
		isRuntime: path === 'runtime',
		isLock: (path === 'sync' || path === 'internal/sync') && locks.test(name),
		isSend: path === 'runtime' && name.startsWith('chansend'),
		isSleep: full === 'time.Sleep',
		isNetRead: path === 'net' && /\.[rR]ead/u.test(name),
		isContextFree: isContextFree(full),
		isServer: servers.has(full),
		handsOn: handingOn.test(name),
		isGenerated: /^_\w+_Handler$/u.test(name),
		isStarter: starters.has(full) || /(^|\.)(Safe)?Go(Safe)?$/u.test(name),
		grpc:
			isRpc && name === '(*clientStream).RecvMsg'
				? 'receive'
				: isRpc && (name === '(*ClientConn).Invoke' || name === 'invoke' || name.endsWith('.CloseAndRecv'))
					? 'unary'
					: undefined,
	};
}
