import type {TlsOptions} from 'node:tls';
import {onTestFinished, vi} from 'vitest';
import type {Clock} from '../../source/live/clock.ts';
import {openHttpTarget, type Surroundings} from '../../source/target/http-target.ts';
import {connectionTo, type Overrides} from '../target/local-servers.ts';
import {type FaultTarget, startFaultTarget} from './fault-target.ts';
import {type VirtualClock, virtualClock} from './virtual-clock.ts';
import {type Watched, watch} from './watched.ts';

// A watch is quick on its virtual clock, but its requests are real: a busy machine may take its time over them.
vi.setConfig({testTimeout: 30_000, hookTimeout: 30_000});

export type WatchedTarget = {
	readonly server: FaultTarget;
	readonly clock: VirtualClock;
	readonly watched: Watched;
	/** Ends the watch, then the target; rejects when the watch leaves a connection behind. */
	readonly stop: () => Promise<void>;
};

export type WatchOptions = {
	readonly tls?: TlsOptions;
	/** What to write as the target's address; `127.0.0.1:PORT` by default. */
	readonly address?: (port: number) => string;
	readonly overrides?: Overrides;
	readonly surroundings?: Surroundings;
	readonly clock?: VirtualClock;
	readonly now?: Clock['now'];
};

/** A healthy target and a watch of it, on a clock of its own. */
export const openWatch = async ({
	tls,
	address = port => `127.0.0.1:${port}`,
	overrides = {},
	surroundings = {},
	clock = virtualClock(),
	now = clock.now,
}: WatchOptions = {}): Promise<WatchedTarget> => {
	const server = await startFaultTarget(tls === undefined ? {} : {tls});
	const opened = await openHttpTarget(connectionTo(address(server.port), overrides), {
		environment: {},
		now,
		...surroundings,
	});
	if (!opened.ok) {
		throw new Error(opened.sentence);
	}
	const watched = watch(opened.target, clock, now);
	const stop = async () => {
		await watched.stop();
		await server.whenDeserted();
		await server.stop();
	};
	return {server, clock, watched, stop};
};

/** The same for one test, with which it ends; it has been well for 20 s. */
export const beginWatch = async (options: WatchOptions = {}): Promise<WatchedTarget> => {
	const watchedTarget = await openWatch(options);
	onTestFinished(watchedTarget.stop);
	await watchedTarget.clock.pass(20_000);
	if (!watchedTarget.watched.isLive()) {
		throw new Error(watchedTarget.watched.failureLine() ?? 'a profile fails from the beginning');
	}
	return watchedTarget;
};
