import type {Bytes, Fraction} from '../../source/profile/units.ts';
import type {Hour, Soaked} from './simulate.ts';

const maxGrowth: Fraction = 0.05;
const mebibyte: Bytes = 1024 * 1024;
/** One connection, and one that is being given up. */
const mostSockets = 2;
/** A loop of the sampler has one each. */
const mostTimers = 30;
/** SIGINT, SIGTERM, SIGHUP, uncaughtException and unhandledRejection. */
const endingListeners = 5;
/** What may come and go while the program runs. */
const passing = /^(?:Immediate|Timeout|FSReqCallback|FSReqPromise|CloseReq|ZLIB)$/;

/** What has grown from the first hour to the last; nothing when all is flat. */
export function growthFaults({hours}: Soaked): readonly string[] {
	const [first] = hours;
	const last = hours.at(-1);
	if (first === undefined || last === undefined) {
		return ['no hour was measured'];
	}

	return (['heapUsedBytes', 'rssBytes'] as const)
		.filter(name => last[name] > first[name] * (1 + maxGrowth))
		.map(name => `${name} grew from ${inMebibytes(first[name])} to ${inMebibytes(last[name])}`);
}

/** What was left behind, in the hours or in the end; nothing when all is well. */
export function leakFaults({before, hours, after}: Soaked): readonly string[] {
	const [first] = hours;
	const found = hours.flatMap(({hour, openSockets, timers, listeners, screenListeners}) => [
		...(openSockets > mostSockets ? [`${openSockets} sockets are open after hour ${hour}`] : []),
		...(timers > mostTimers ? [`${timers} timers are pending after hour ${hour}`] : []),
		...(listeners > (first?.listeners ?? 0)
			? [`${listeners} listeners on the process after hour ${hour}`]
			: []),
		...(screenListeners > (first?.screenListeners ?? 0)
			? [`${screenListeners} listeners on the terminal after hour ${hour}`]
			: []),
	]);
	const resources = Object.entries(after.resources)
		.filter(([name, count]) => !passing.test(name) && count > (before.resources[name] ?? 0))
		.map(([name, count]) => `${count} ${name} are left`);
	return [
		...found,
		...resources,
		...(after.openSockets > 0 ? [`${after.openSockets} sockets are left`] : []),
		...(after.timers > 0 ? [`${after.timers} timers are left`] : []),
		...(after.screenListeners > 0 ? [`${after.screenListeners} listeners on the terminal are left`] : []),
		// What libraries register once for the exit of the process stays; what waits for signals and bugs must not.
		...(after.listeners > (first?.listeners ?? 0) - endingListeners
			? [`${after.listeners} listeners are left on the process`]
			: []),
	];
}

export function hourLine(hour: Hour): string {
	const {rssBytes, heapUsedBytes, externalBytes, openSockets, timers, listeners, screenListeners, resources} =
		hour;
	return [
		`hour ${String(hour.hour).padStart(3)}`,
		`rss ${inMebibytes(rssBytes)}`,
		`heap ${inMebibytes(heapUsedBytes)}`,
		`external ${inMebibytes(externalBytes)}`,
		`sockets ${openSockets}`,
		`timers ${timers}`,
		`listeners ${listeners}+${screenListeners}`,
		Object.entries(resources)
			.map(([name, count]) => `${name} ${count}`)
			.join(' '),
	].join('  ');
}

function inMebibytes(bytes: Bytes): string {
	return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
