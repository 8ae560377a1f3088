import {expect, test} from 'vitest';
import {prepareWatch, type WatchOptions} from '../../source/commands/prepare-watch.ts';
import {defaultSettings} from '../../source/detectors/settings.ts';
import type {OpenedTarget} from '../../source/target/http-target.ts';
import type {Target} from '../../source/target/target.ts';

const watchOf = (open: WatchOptions['open']) =>
	prepareWatch({
		open,
		target: {address: 'localhost:6060', caution: undefined},
		intervalMilliseconds: 2000,
		timeoutMilliseconds: 5000,
		budgetFraction: 0.01,
		detectors: defaultSettings,
		errands: {dump: 'when needed', leaks: 'on request'},
		dumpLimitGoroutines: 1000,
		lastsMilliseconds: undefined,
		ascii: false,
		look: {},
		workerUrl: undefined,
	});

test('a target that cannot be opened is said, and a bug in opening it is an ending', async () => {
	expect(await watchOf(async () => ({ok: false, sentence: 'No.'})).start()).toEqual({
		kind: 'unusable',
		sentence: 'No.',
	});
	const error = new Error('a bug');
	expect(await watchOf(() => Promise.reject(error)).start()).toEqual({kind: 'crash', error});
});

test('a watch that is stopped while its target is being opened asks nothing of it and closes it', async () => {
	const told: string[] = [];
	const target: Target = {
		address: 'localhost:6060',
		fetch: async () => {
			told.push('asked');
			return {ok: false, failure: {kind: 'cancelled', sentence: ''}, elapsedMilliseconds: 0};
		},
		close: async () => {
			told.push('closed');
		},
	};
	const opening = Promise.withResolvers<OpenedTarget>();
	const watch = watchOf(() => opening.promise);
	const started = watch.start();
	await watch.stop();
	opening.resolve({ok: true, target});
	expect(await started).toBeUndefined();
	expect(told).toEqual(['closed']);
});
