import {setTimeout} from 'node:timers/promises';
import type {Count, Fraction, Milliseconds} from '../../source/profile/units.ts';
import {virtualClock} from '../faults/virtual-clock.ts';
import {randomFrom} from '../fuzz/random.ts';
import {checkPictures} from '../fuzz/targets/check-pictures.ts';
import {type Holding, measure} from './measure.ts';
import {deeds} from './person.ts';
import type {ServerCounts} from './soaked-server.ts';
import {type SoakedWatchPlan, startSoakedWatch} from './soaked-watch.ts';
import {startServer} from './start-server.ts';

export type SoakPlan = SoakedWatchPlan & {
	readonly hours: Count;
	readonly seed: number;
	/** Of the answers that go wrong. */
	readonly faultChance: Fraction;
	/**
	 * In real time, before it is looked at: V8 gives pages back seconds after nobody needs them, and in this much time there
	 * is always somebody.
	 */
	readonly restMilliseconds: Milliseconds;
	/** Where the sources of the soak are. */
	readonly folder: string;
};

/** Where the program stood at the end of an hour of its own time. */
export type Hour = Holding &
	Pick<ServerCounts, 'openSockets'> & {
		readonly hour: Count;
		/** Callbacks that the clock owes. */
		readonly timers: Count;
		readonly screenListeners: Count;
	};

export type Soaked = {
	readonly before: Holding;
	readonly hours: readonly Hour[];
	/** When all was closed. */
	readonly after: Holding & Pick<Hour, 'openSockets' | 'timers' | 'screenListeners'>;
	readonly events: Count;
	readonly requests: Count;
	readonly faults: Count;
	readonly restarts: Count;
	readonly deeds: Count;
};

const begins = Date.UTC(2026, 10, 21, 13, 5, 0);
const stepMilliseconds: Milliseconds = 10_000;
const stepsPerHour = 360;
/**
 * Of each step of ten seconds: somebody at the keys every other minute; and in the first half of each hour, five times a
 * day, a restart or a crowd.
 */
const personChance: Fraction = 1 / 12;
const restartChance: Fraction = 1 / 850;
const crowdChance: Fraction = 1 / 850;
/** The worker is at work from the first hour on. */
const firstCrowdStep = 12;
/** What is known of a process that is half an hour old is much the same each time: so hours can be compared. */
const lastRestartStep = stepsPerHour / 2;
const longestAbsenceSteps = 6;
const pictureEverySteps = 12;

/** The whole program at a real server, in time of its own, with whatever happens in days. `onHour` hears of each hour. */
export async function simulate(plan: SoakPlan, onHour: (hour: Hour) => void): Promise<Soaked> {
	const random = randomFrom(plan.seed);
	const clock = virtualClock(begins);
	const server = startServer(plan.folder, plan.seed, plan.faultChance);
	const {port} = await server.order({kind: 'come-back', now: clock.now()});
	const before = await measure();
	const watch = await startSoakedWatch(plan, clock, port, random);
	const hours: Hour[] = [];
	let restarts = 0;
	let done = 0;

	for (let step = 1; step <= plan.hours * stepsPerHour; step += 1) {
		const stepOfHour = step % stepsPerHour;
		const isWild = stepOfHour < lastRestartStep;
		if (stepOfHour === lastRestartStep || (isWild && random.chance(restartChance))) {
			await server.order({kind: 'go-away'});
			await clock.pass(stepMilliseconds * random.below(longestAbsenceSteps));
			await server.order({kind: 'come-back', now: clock.now()});
			restarts += 1;
		}

		if (step === firstCrowdStep || (isWild && random.chance(crowdChance))) {
			await server.order({kind: 'grow'});
		}

		if (random.chance(personChance)) {
			const all = deeds(random);
			done += all.length;
			watch.act(all);
		}

		await server.order({kind: 'pass', now: clock.now()});
		await clock.pass(stepMilliseconds);
		if (step % pictureEverySteps === 0) {
			checkPictures(watch.session());
		}

		if (stepOfHour === 0) {
			watch.lookAtThePresent();
			const {openSockets} = await server.order({kind: 'pass', now: clock.now()});
			await setTimeout(plan.restMilliseconds);
			const hour = {...(await measure()), ...watch.counts(), openSockets, hour: step / stepsPerHour};
			hours.push(hour);
			onHour(hour);
		}
	}

	await watch.stop();
	const held = await measure();
	const {openSockets, requests, faults} = await server.order({kind: 'pass', now: clock.now()});
	const after = {...held, ...watch.counts(), openSockets};
	server.end();
	return {
		before,
		hours,
		after,
		events: watch.events(),
		requests,
		faults,
		restarts,
		deeds: done,
	};
}
