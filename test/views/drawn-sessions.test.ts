import {describe, expect, it} from 'vitest';
import {createStore} from '../../source/live/store.ts';
import type {SessionEvent} from '../../source/session/event.ts';
import {reduce} from '../../source/session/reduce.ts';
import {drawnSessions, type Terminal} from '../../source/views/drawn-sessions.ts';
import {beginStory} from '../session/story.ts';

function watch(terminal?: Terminal) {
	const story = beginStory({widthColumns: 80, heightRows: 24});
	story.poll({waiting: {'worker.dispatch[chan send]': 9}});
	const store = createStore(story.session(), reduce);
	const drawn = drawnSessions(store, terminal);
	let frames = 0;
	drawn.subscribe(() => (frames += 1));
	const secondAt = Math.ceil(store.getSnapshot().at / 1000) * 1000;
	store.dispatch({type: 'ticked', at: secondAt});
	frames = 0;
	return {
		/** How many frames an event leads to, `milliseconds` after a full second. */
		framesOf(milliseconds: number, event: (at: number) => SessionEvent) {
			const before = frames;
			store.dispatch(event(secondAt + milliseconds));
			return frames - before;
		},
		isUpToDate: () => drawn.getSnapshot() === store.getSnapshot(),
	};
}

const paced = (costFraction: number) => (at: number) =>
	({type: 'paced', at, costFraction, slowedTo: undefined}) as const;
const ticked = (at: number) => ({type: 'ticked', at}) as const;
const lost = (at: number) =>
	({
		type: 'read-failed',
		at,
		failure: {kind: 'refused', sentence: 'Nobody listens there.'},
		nextTryAt: undefined,
	}) as const;

describe('drawnSessions', () => {
	it('draws readings at the end of their second, with all that came in it', () => {
		const {framesOf, isUpToDate} = watch();
		expect(framesOf(100, paced(0.001))).toBe(0);
		expect(framesOf(500, paced(0.002))).toBe(0);
		expect(isUpToDate()).toBe(false);
		expect(framesOf(1000, ticked)).toBe(1);
		expect(isUpToDate()).toBe(true);
	});

	it('draws the first of several readings with the others, not before them', () => {
		const {framesOf} = watch();
		expect(framesOf(1000, ticked)).toBe(0);
		expect(framesOf(1500, paced(0.001))).toBe(0);
		expect(framesOf(1600, paced(0.002))).toBe(0);
		expect(framesOf(2000, ticked)).toBe(1);
	});

	it('draws the time of day every two seconds while nothing comes in, and each second since the loss', () => {
		const {framesOf} = watch();
		const framesFrom = (second: number) =>
			[0, 1, 2, 3].map(after => framesOf((second + after) * 1000, ticked)).join('');
		expect(framesFrom(1)).toBe('0101');
		expect(framesOf(4100, lost)).toBe(1);
		expect(framesFrom(5)).toBe('1111');
	});

	it('draws at once what a key did, and everything else with it', () => {
		const {framesOf, isUpToDate} = watch();
		framesOf(100, paced(0.001));
		expect(framesOf(101, at => ({type: 'key-pressed', at, key: '3'}))).toBe(1);
		expect(isUpToDate()).toBe(true);
	});

	it('draws at once a new size', () => {
		const {framesOf} = watch();
		expect(framesOf(100, at => ({type: 'resized', at, widthColumns: 60, heightRows: 12}))).toBe(1);
	});

	it('draws at once that the target is lost, and not each failed try', () => {
		const {framesOf} = watch();
		expect(framesOf(100, lost)).toBe(1);
		expect(framesOf(200, lost)).toBe(0);
	});

	it('gives a busy terminal the newest session when it is done, and none of those in between', () => {
		let isBusy = false;
		const waiting: (() => void)[] = [];
		const {framesOf, isUpToDate} = watch({isBusy: () => isBusy, whenFree: then => waiting.push(then)});
		expect(framesOf(100, at => ({type: 'key-pressed', at, key: '3'}))).toBe(1);
		isBusy = true;
		expect(framesOf(200, at => ({type: 'key-pressed', at, key: '2'}))).toBe(0);
		expect(framesOf(300, at => ({type: 'key-pressed', at, key: '1'}))).toBe(0);
		expect(waiting).toHaveLength(1);
		isBusy = false;
		expect(
			framesOf(400, at => {
				waiting.pop()?.();
				return paced(0.001)(at);
			}),
		).toBe(1);
		expect(isUpToDate()).toBe(false);
	});

	it('draws less often on a terminal that was busy, until it has taken what it got', () => {
		let isBusy = true;
		const waiting: (() => void)[] = [];
		const {framesOf} = watch({isBusy: () => isBusy, whenFree: then => waiting.push(then)});
		const framesInMinute = (minute: number) =>
			Array.from({length: 60}, (_, second) => framesOf((minute * 60 + second + 1) * 1000, ticked)).reduce(
				(sum, frames) => sum + frames,
				0,
			);
		framesOf(100, at => ({type: 'key-pressed', at, key: '3'}));
		// While the target is lost there is something new each second.
		framesOf(100, lost);
		isBusy = false;
		waiting.pop()?.();
		expect(framesInMinute(0)).toBeLessThanOrEqual(41);
		expect(framesInMinute(1)).toBe(60);
	});
});
