import {afterAll, beforeAll, expect} from 'vitest';
import type {Bytes, Milliseconds, Seconds} from '../../source/profile/units.ts';
import {windowOf} from '../../source/series/window.ts';
import {openWatch} from './begin-watch.ts';
import type {Exchange, Fault, FaultTarget} from './fault-target.ts';
import {type VirtualClock, virtualClock} from './virtual-clock.ts';
import type {Watched} from './watched.ts';

/** A row of the matrix: a fault that begins under a watch in progress and ends again. */
export type Trouble = Fault & {
	/** The failure of the heartbeat meanwhile, `kind: sentence`, the port as `PORT`; undefined when the heartbeat goes on. */
	readonly said: string | undefined;
	/** The same for profiles that fail while the heartbeat goes on, by their names. */
	readonly saidOf?: Readonly<Record<string, unknown>>;
	readonly concerns?: (path: string) => boolean;
	/** Nothing comes: a test cannot wait all of the timeout for that. */
	readonly stalls?: boolean;
	/** What one connection may take at most. */
	readonly takesBytes?: Bytes;
	readonly lastsSeconds?: Seconds;
	readonly recoversWithinSeconds?: Seconds;
	/** Where more than the connections must be broken or mended. */
	readonly begin?: (server: FaultTarget) => void | Promise<void>;
	readonly end?: (server: FaultTarget) => void | Promise<void>;
};

export type Life = {
	readonly clock: VirtualClock;
	readonly server: () => FaultTarget;
	readonly watched: () => Watched;
	/** Lets the watch suffer it and recover, and checks what must hold for every fault. */
	readonly suffer: (trouble: Trouble) => Promise<void>;
	/** Text of the watch with the port as `PORT`. */
	readonly anonymous: (text: string | undefined) => string | undefined;
};

/** The longest that a target is left alone, and the request that finds it well. */
const usuallyRecoversWithinSeconds: Seconds = 11;
/** By then the zoo's goroutines that wait for ever have been called stuck: a dozen warnings. */
const healthyMilliseconds: Milliseconds = 75_000;

/**
 * One watch that lives through all faults of a test file, one after the other: what it knew before the first must be
 * known after the last. To be called at the top of the file.
 */
export const beginLife = (): Life => {
	const clock = virtualClock();
	let server: FaultTarget;
	let watched: Watched;
	let stop: () => Promise<void>;

	beforeAll(async () => {
		({server, watched, stop} = await openWatch({clock}));
		await clock.pass(healthyMilliseconds);
		expect(known(watched).sites.length).toBeGreaterThan(80);
		expect(known(watched).warnings.length).toBeGreaterThan(10);
	});

	afterAll(async () => {
		await stop();
		const left = process
			.getActiveResourcesInfo()
			.filter(name => /TCPSocket|Connect|TLS|Zlib|AddrInfo/.test(name));
		expect(left).toEqual([]);
	});

	const anonymous = (text: string | undefined) => text?.replaceAll(`localhost:${server.port}`, 'HOST:PORT');

	const suffer = async (trouble: Trouble) => {
		const {
			said,
			saidOf = {},
			lastsSeconds = 20,
			recoversWithinSeconds = usuallyRecoversWithinSeconds,
		} = trouble;
		const before = known(watched);
		watched.hurry(trouble.stalls === true ? (trouble.concerns ?? (() => true)) : undefined);
		server.suffer(trouble, trouble.concerns);
		await trouble.begin?.(server);
		if (trouble.onConnection !== undefined) {
			server.dropConnections();
		}
		await clock.pass(lastsSeconds * 1000);

		const {failure, profileFailures} = watched.report().health;
		expect(anonymous(failure === null ? undefined : `${failure.kind}: ${failure.sentence}`)).toBe(said);
		expectSaid(watched, said === undefined ? undefined : failure?.sentence);
		if (said === undefined) {
			const told = Object.entries(profileFailures).map(([name, {kind, sentence}]) => [
				name,
				anonymous(`${kind}: ${sentence}`),
			]);
			expect(Object.fromEntries(told)).toEqual(saidOf);
		}
		expectStillKnown(watched, before);

		expect(server.mostTakenBytes()).toBeLessThan(trouble.takesBytes ?? Number.POSITIVE_INFINITY);
		server.heal();
		await trouble.end?.(server);
		watched.hurry(undefined);
		const healedAt = clock.now();
		await clock.pass(recoversWithinSeconds * 1000, watched.isLive);
		expect(watched.isLive(), `live ${(clock.now() - healedAt) / 1000} s after the fault ended`).toBe(true);
		expect(watched.screen()).toContain('● live 2s');
		expectStillKnown(watched, before);
		expect(watched.session().history.marks.filter(({kind}) => kind === 'restart')).toEqual([]);
		// So that the next one begins from a healthy watch.
		await clock.pass(5000);
	};

	return {clock, server: () => server, watched: () => watched, suffer, anonymous};
};

/** Answers with another body, and with another status and type. */
export const instead = (contentType: string, body: Uint8Array | string, status = 200) => {
	return ({answer}: Exchange) => answer({status, contentType, body: Buffer.from(body)});
};

/** What must not vanish. */
const known = ({session}: Watched) => {
	const {history, warnings} = session();
	return {
		sites: Array.from(history.sites.values(), ({site}) => site.key),
		// With those that another one speaks for.
		warnings: warnings.standing.filter(({subject}) => subject.kind !== 'watch').map(({id}) => id),
		seriesSince: windowOf(history.goroutines, history.beganAt, history.at)?.fromUnixMilliseconds,
	};
};

const expectStillKnown = (watched: Watched, before: ReturnType<typeof known>) => {
	const now = known(watched);
	expect(now.sites).toEqual(expect.arrayContaining(before.sites));
	expect(now.warnings).toEqual(expect.arrayContaining(before.warnings));
	expect(now.seriesSince).toBe(before.seriesSince);
};

/** On the screen, whole; in the lines; nothing there that a terminal would act on. */
const expectSaid = (watched: Watched, sentence: string | undefined) => {
	const screen = watched.screen();
	expect(screen).toMatch(/^[^\p{Cc}\p{Cf}]+$/mu);
	expect(screen.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	if (sentence === undefined) {
		expect(screen).toContain('● live 2s');
		return;
	}
	expect(screen).toMatch(/◌ stale \d+s · next try \d+s/u);
	expect(screen.replaceAll(/\s+/gu, ' ')).toContain(` ✖ ${sentence} `);
	expect(watched.failureLine()).toContain(sentence);
};
