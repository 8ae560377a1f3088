import {defaultSettings} from '../../source/detectors/settings.ts';
import {groupContention} from '../../source/profile/contention-snapshot.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {SessionEvent} from '../../source/session/event.ts';
import type {Look} from '../../source/session/look.ts';
import {reduce} from '../../source/session/reduce.ts';
import {newSession, type Session, type Settings} from '../../source/session/session.ts';
import {profileOf} from '../detectors/draw.ts';

/** 13:05:00 UTC on a day in 2026. */
export const storyBegins = Date.UTC(2026, 10, 21, 13, 5, 0);

export type Poll = {
	/** Goroutines by place: `{'worker.dispatch[chan send]': 9}`. */
	readonly waiting?: {readonly [place: string]: number};
	/** Cumulative [contentions, seconds] by place. */
	readonly block?: {readonly [place: string]: readonly [number, number]};
	readonly mutex?: {readonly [place: string]: readonly [number, number]};
};

/** A session told event by event; each poll takes two seconds of its time. */
export type Story = {
	readonly session: () => Session;
	readonly tell: (event: SessionEvent) => void;
	readonly poll: (poll: Poll) => void;
	readonly press: (...keys: readonly string[]) => void;
	readonly wait: (seconds: number) => void;
};

export function beginStory(look: Partial<Look> = {}, settings: Partial<Settings> = {}): Story {
	let at = storyBegins;
	let session = newSession(
		at,
		{address: 'localhost:6060', caution: undefined},
		{
			intervalMilliseconds: 2000,
			budgetFraction: 0.01,
			detectors: defaultSettings,
			ascii: false,
			utcOffsetMilliseconds: 0,
			errands: {dump: 'on request', leaks: 'on request'},
			dumpLimitGoroutines: 10_000,
			...settings,
		},
		look,
	);
	const tell = (event: SessionEvent) => {
		session = reduce(session, event);
	};

	return {
		session: () => session,
		tell,
		poll: ({waiting = {}, block, mutex}) => {
			at += 2000;
			const samples = Object.entries(waiting).map(([place, count]) => ({place, values: [count]}));
			const snapshot = groupGoroutines(profileOf(samples), undefined);
			const index = {counts: new Map([['goroutine', snapshot.total + 2]])};
			tell({type: 'index-read', at, index, pollMilliseconds: 1.2});
			tell({type: 'goroutines-read', at, snapshot});
			for (const [which, places] of [['block', block] as const, ['mutex', mutex] as const]) {
				if (places !== undefined) {
					const cumulative = Object.entries(places).map(([place, [contentions, seconds]]) => ({
						place,
						values: [contentions, seconds * 1e9],
					}));
					tell({
						type: 'contention-read',
						at,
						snapshot: groupContention(profileOf(cumulative), which, undefined),
					});
				}
			}
		},
		press: (...keys) => {
			for (const key of keys) {
				tell({type: 'key-pressed', at, key});
			}
		},
		wait: seconds => {
			at += seconds * 1000;
			tell({type: 'ticked', at});
		},
	};
}
