import {expect, test} from 'vitest';
import {createDecoder, type Decoder} from '../../source/live/decoder.ts';
import {startSampler} from '../../source/live/sampler.ts';
import {fakeClock} from './fake-clock.ts';
import {fakeTarget} from './fake-target.ts';
import {usualSettings} from './watched.ts';

const inline = createDecoder({workerUrl: undefined});

const start = (decoder: Decoder, dispatch: () => void) => {
	const clock = fakeClock();
	const target = fakeTarget(clock);
	const sampler = startSampler({target, clock, decoder, dispatch, settings: () => usualSettings});
	return {clock, target, sampler};
};

test('a bug in a decoder ends the sampler and comes out of it', async () => {
	const broken: Decoder = {
		...inline,
		digest: request =>
			request.kind === 'heap' ? Promise.reject(new Error('a bug')) : inline.digest(request),
	};
	const {clock, target, sampler} = start(broken, () => {});
	const ended = expect(sampler.done).rejects.toThrow('a bug');
	await clock.advance(100);
	await ended;
	expect([clock.timers(), target.underWay()]).toEqual([0, 0]);
	await sampler.stop();
});

test('so does a bug behind an event', async () => {
	const {clock, sampler} = start(inline, () => {
		throw new Error('a bug in a reducer');
	});
	const ended = expect(sampler.done).rejects.toThrow('a bug in a reducer');
	await clock.advance(100);
	await ended;
	expect(clock.timers()).toBe(0);
});

test('a digest that does not end cannot hold up the stop', async () => {
	const endless: Decoder = {
		...inline,
		digest: request => (request.kind === 'goroutine' ? new Promise(() => {}) : inline.digest(request)),
	};
	const {clock, sampler} = start(endless, () => {});
	await clock.advance(5000);
	await sampler.stop();
	expect(clock.timers()).toBe(0);
});
