import type {LookupFunction} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import type {Overrides} from '../target/local-servers.ts';
import {beginWatch, type WatchedTarget} from './begin-watch.ts';
import {startFaultTarget} from './fault-target.ts';

/** A resolver that is told what to answer: addresses, an error by its code, or nothing at all. */
const resolver = () => {
	let answer: readonly string[] | string | undefined = ['127.0.0.1'];
	let questions = 0;
	const lookup: LookupFunction = (_name, {all}, callback) => {
		questions++;
		if (answer === undefined) {
			return;
		}
		if (typeof answer === 'string') {
			callback(Object.assign(new Error(answer), {code: answer}), '', 0);
			return;
		}
		const addresses = answer.map(address => ({address, family: 4}));
		if (all === true) {
			callback(null, addresses);
		} else {
			callback(null, addresses[0]?.address ?? '', 4);
		}
	};
	return {
		lookup,
		questions: () => questions,
		answerWith: (next: readonly string[] | string | undefined) => {
			answer = next;
		},
	};
};

const named = async (overrides: Overrides = {}) => {
	const dns = resolver();
	const watch = await beginWatch({
		overrides,
		address: port => `app.test:${port}`,
		surroundings: {lookup: dns.lookup},
	});
	return {...watch, dns};
};
const failureOf = ({watched, server}: WatchedTarget) => {
	const {failure} = watched.report().health;
	return failure === null
		? undefined
		: `${failure.kind}: ${failure.sentence.replaceAll(`${server.port}`, 'PORT')}`;
};

test('the name moves to another machine: found there as soon as the old one does not answer', async () => {
	const {dns, ...watch} = await named();
	const {server, clock, watched} = watch;
	const elsewhere = await startFaultTarget({host: '127.0.0.2', wantedPort: server.port});
	onTestFinished(elsewhere.stop);
	dns.answerWith(['127.0.0.2']);
	await clock.pass(10_000);
	expect(elsewhere.connections(), 'while the old connection stands').toBe(0);
	await server.stopListening();
	await clock.pass(5000);
	expect(watched.isLive()).toBe(true);
	expect(elsewhere.connections()).toBe(1);
	expect(dns.questions()).toBe(2);
	await watched.stop();
	await elsewhere.whenDeserted();
});

test('the name comes later than the end of the old machine', async () => {
	const {dns, ...watch} = await named();
	const {server, clock, watched} = watch;
	const elsewhere = await startFaultTarget({host: '127.0.0.2', wantedPort: server.port});
	onTestFinished(elsewhere.stop);
	await server.stopListening();
	await clock.pass(20_000);
	expect(failureOf(watch)).toBe(
		'refused: Nothing listens at app.test:PORT any more: did the process end or restart, or the tunnel to it?',
	);
	dns.answerWith(['127.0.0.2']);
	await clock.pass(11_000, watched.isLive);
	expect(watched.isLive()).toBe(true);
	await watched.stop();
	await elsewhere.whenDeserted();
});

test.each([
	[
		'ENOTFOUND',
		'dns: The host name app.test is not known any more: did the VPN or the network change, or was it removed?',
	],
	['EAI_AGAIN', 'dns: The host name app.test cannot be looked up now (EAI_AGAIN): check the network.'],
])('the name is lost: %s', async (code, said) => {
	const {dns, ...watch} = await named();
	const {server, clock, watched} = watch;
	const sites = watched.session().history.sites.size;
	dns.answerWith(code);
	server.dropConnections();
	await clock.pass(20_000);
	expect(failureOf(watch)).toBe(said);
	expect(watched.session().history.sites.size).toBe(sites);
	dns.answerWith(['127.0.0.1']);
	await clock.pass(11_000, watched.isLive);
	expect(watched.isLive()).toBe(true);
	expect(watched.session().history.marks.map(({kind}) => kind)).toEqual(['gap']);
});

test('a resolver that keeps silent', async () => {
	const {dns, ...watch} = await named({connectTimeoutMilliseconds: 1000});
	const {server, clock, watched} = watch;
	dns.answerWith(undefined);
	server.dropConnections();
	watched.hurry(() => true);
	await clock.pass(20_000);
	expect(failureOf(watch)).toBe(
		'timed-out: No connection to app.test:PORT within 333 ms: it answered before, so is the network or the VPN down, or its machine?',
	);
	watched.hurry(undefined);
	dns.answerWith(['127.0.0.1']);
	// The attempt that hangs is given up first.
	await clock.pass(31_000, watched.isLive);
	expect(watched.isLive()).toBe(true);
});

test('of several addresses the one that answers', async () => {
	const {dns, ...watch} = await named();
	const {server, clock, watched} = watch;
	dns.answerWith(['127.0.0.3', '127.0.0.1']);
	server.dropConnections();
	await clock.pass(10_000);
	expect(watched.isLive()).toBe(true);
	expect(server.connections()).toBe(2);
});
