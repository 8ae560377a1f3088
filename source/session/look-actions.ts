import {sortOf} from './list-items.ts';
import {ranges, type ScreenId, screens} from './look.ts';
import type {Session, Wish} from './session.ts';
import {shown, withLook} from './session.ts';
import {sortColumnsOf} from './site-columns.ts';

/** What + and - go through. */
const intervalsMilliseconds = [500, 1000, 2000, 5000, 10_000, 30_000, 60_000] as const;

export function showScreen(session: Session, screen: ScreenId): Session {
	return withLook(session, {screen, overlay: {kind: 'none'}, held: undefined});
}

export function cycleScreen(session: Session, step: 1 | -1): Session {
	const index = screens.findIndex(({id}) => id === session.look.screen);
	const next = screens[(index + step + screens.length) % screens.length] ?? screens[0];
	return showScreen(session, next.id);
}

export function cycleSort(session: Session): Session {
	const {look} = session;
	const columns: readonly string[] = sortColumnsOf(look.screen);
	const index = columns.indexOf(sortOf(look).column);
	const column = columns[(index + 1) % columns.length];
	return column === undefined
		? session
		: withLook(session, {sorts: {...look.sorts, [look.screen]: {column, reversed: false}}, held: undefined});
}

export function reverseSort(session: Session): Session {
	const {look} = session;
	const {column, reversed} = sortOf(look);
	return withLook(session, {
		sorts: {...look.sorts, [look.screen]: {column, reversed: !reversed}},
		held: undefined,
	});
}

export function toggleOwnCode(session: Session): Session {
	return withLook(session, {ownCodeOnly: !session.look.ownCodeOnly, held: undefined});
}

export function togglePause(session: Session): Session {
	const {history, warnings, at} = session;
	return {...session, frozen: session.frozen === undefined ? {history, warnings, at} : undefined};
}

export function toggleBaseline(session: Session): Session {
	return withLook(session, {
		baseline: session.look.baseline === undefined ? shown(session).history : undefined,
	});
}

export function cycleRange(session: Session): Session {
	return withLook(session, {rangeIndex: (session.look.rangeIndex + 1) % ranges.length});
}

export function changeInterval(session: Session, step: 1 | -1): Session {
	const {settings} = session;
	const current = settings.intervalMilliseconds;
	const intervalMilliseconds =
		step === 1
			? intervalsMilliseconds.find(interval => interval > current)
			: intervalsMilliseconds.findLast(interval => interval < current);
	if (intervalMilliseconds === undefined) {
		return session;
	}

	const watch = {...session.history.watch, intervalMilliseconds};
	return {...session, settings: {...settings, intervalMilliseconds}, history: {...session.history, watch}};
}

export function quit(session: Session): Session {
	return wishing(session, {kind: 'quit'});
}

export function suspend(session: Session): Session {
	return wishing(session, {kind: 'suspend'});
}

export function redraw(session: Session): Session {
	return wishing(session, {kind: 'redraw'});
}

type Wanted<T> = T extends unknown ? Omit<T, 'serial'> : never;

/** Asks the edge to do something once. */
export function wishing(session: Session, wanted: Wanted<Wish>): Session {
	return {...session, wish: {...wanted, serial: session.wish.serial + 1} as Wish};
}
