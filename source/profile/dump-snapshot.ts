import type {Frame, Stack} from './frame.ts';
import type {Label} from './profile.ts';
import type {Site} from './site.ts';
import type {Count} from './units.ts';
import type {WaitContext} from './wait-context.ts';

/** The number a goroutine has from its birth on; never given to another one in the same process. */
export type GoroutineNumber = number;

/** Address of a lock, as printed: `0xc00001aa38`. */
export type LockAddress = string;

/** What is known of whoever said `go`. */
export type Creator = {
	readonly frame: Frame;
	/** Known since Go 1.21. */
	readonly goroutine: GoroutineNumber | undefined;
	/**
	 * `gone`: no goroutine of that number is left, or (before Go 1.21) the creating function is on nobody's stack.
	 * `there`: it still runs. A constructor that started a worker and returned is `gone` before Go 1.21.
	 */
	readonly state: 'there' | 'gone';
};

/** What goroutines of a dump that wait alike have in common: thousands of them share one. */
export type DumpWait = {
	/** The same site as goroutine profiles find: function, file, line and kind of wait. */
	readonly site: Site;
	/** As printed: `chan receive (nil chan)`. */
	readonly state: string;
	/** The runtime's lower bound. */
	readonly waitMinutes: Count | undefined;
	readonly isLeaked: boolean;
	readonly stack: Stack;
	/**
	 * Whether goroutines that it started, or that those started, are left. Before Go 1.21, which does not say who started
	 * whom: whether a function of the package of its site started any other one. `unknown` where the dump was cut.
	 */
	readonly offspring: 'some' | 'none' | 'unknown';
	readonly labels: readonly Label[];
	readonly context: WaitContext;
};

/** One waiting goroutine of a dump: what of it is kept when the dump itself is dropped. */
export type DumpWaiter = {
	readonly number: GoroutineNumber;
	readonly wait: DumpWait;
	/** The lock it waits for, where the dump prints an address that can be trusted. */
	readonly lock: LockAddress | undefined;
	/** The object whose method takes that lock; it stands for the lock where only this is printed (RWMutex). */
	readonly lockObject: LockAddress | undefined;
	/** Undefined for goroutine 1, and where the dump was cut. Those that one goroutine started at one place share one. */
	readonly createdBy: Creator | undefined;
};

/** Somebody who may hold a lock: a method further up its stack works on the object that contains the lock. */
export type PlausibleHolder = {
	readonly number: GoroutineNumber;
	readonly frame: Frame;
	/**
	 * Its arguments were not printed: all that is known is that it runs a method of the same type, or another part of the
	 * function that takes the lock.
	 */
	readonly byName?: boolean;
};

/** A lock that goroutines of a dump wait for. */
export type ContendedLock = {
	readonly address: LockAddress;
	/** False where the address is that of the object whose methods take the lock. */
	readonly isExact: boolean;
	/** In the order of the dump, which is no order of arrival. */
	readonly waiters: readonly GoroutineNumber[];
	/**
	 * Goroutines other than its waiters, and waiters for another lock, whose stacks work on the object that contains it: at
	 * most `holdersKept`.
	 */
	readonly holders: readonly PlausibleHolder[];
	/** Waiters for it that are themselves inside a method of the object that contains it: they may wait for themselves. */
	readonly reentrant: readonly PlausibleHolder[];
};

/** A dump of all goroutines (`goroutine?debug=2`), reduced to who waits for what. */
export type DumpSnapshot = {
	/** Our own goroutines left out. */
	readonly total: Count;
	/** The runtime stopped at 64 MiB, or the connection did: there were more goroutines than these. */
	readonly isCut: boolean;
	/** At most `dumpWaitersKept` at `sitesKept` places, those that wait longest first. */
	readonly waiters: readonly DumpWaiter[];
	readonly waiterCount: Count;
	/** Those that somebody waits for, most waiters first. */
	readonly locks: readonly ContendedLock[];
	/** Whether the creators' numbers are printed (Go 1.21 and later). */
	readonly hasCreators: boolean;
};

/** More than anyone reads; a hostile or huge dump must not fill our memory. */
export const dumpWaitersKept: Count = 20_000;

/** More holders of one lock tell no more; where there are as many as this, there may be others. */
export const holdersKept: Count = 8;
