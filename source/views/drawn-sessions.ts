import type {Store} from '../live/store.ts';
import type {SessionEvent} from '../session/event.ts';
import type {Session} from '../session/session.ts';

type Sessions = Pick<Store<Session, SessionEvent>, 'getSnapshot' | 'subscribe'>;

/**
 * The sessions that get a frame: one each second, and at once what a person waits for. Readings of an interval arrive
 * one by one within it; a frame for each would cost several times as much and show nothing that anybody could read
 * sooner.
 */
export function drawnSessions(store: Sessions): Sessions {
	let drawn = store.getSnapshot();
	return {
		getSnapshot: () => drawn,
		subscribe: listener =>
			store.subscribe(() => {
				const next = store.getSnapshot();
				if (isDueNow(drawn, next)) {
					drawn = next;
					listener();
				}
			}),
	};
}

const millisecondsPerFrame = 1000;

function isDueNow(drawn: Session, next: Session): boolean {
	return (
		Math.floor(next.at / millisecondsPerFrame) !== Math.floor(drawn.at / millisecondsPerFrame) ||
		hasAnswer(drawn, next) ||
		hasNews(drawn, next)
	);
}

/** Something that the person did, or asked for, came out. */
function hasAnswer(drawn: Session, next: Session): boolean {
	return (
		next.look !== drawn.look ||
		next.frozen !== drawn.frozen ||
		next.wish !== drawn.wish ||
		next.notice !== drawn.notice ||
		next.errandLog !== drawn.errandLog
	);
}

/** The first of something, a loss, a recovery, a warning that was not there. */
function hasNews(drawn: Session, next: Session): boolean {
	return (
		next.target !== drawn.target ||
		(next.history.watch.failure === undefined) !== (drawn.history.watch.failure === undefined) ||
		next.profileFailures !== drawn.profileFailures ||
		next.history.sites.size > 2 * drawn.history.sites.size ||
		(next.history.index !== undefined && drawn.history.index === undefined) ||
		next.warnings.firing.length !== drawn.warnings.firing.length ||
		next.warnings.firing.some(({id}, index) => id !== drawn.warnings.firing[index]?.id)
	);
}
