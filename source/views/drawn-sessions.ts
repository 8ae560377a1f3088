import type {Store} from '../live/store.ts';
import type {SessionEvent} from '../session/event.ts';
import type {Session} from '../session/session.ts';

type Sessions = Pick<Store<Session, SessionEvent>, 'getSnapshot' | 'subscribe'>;

/** Whether the terminal has taken what was drawn so far. */
export type Terminal = {
	readonly isBusy: () => boolean;
	readonly whenFree: (then: () => void) => void;
};

/**
 * The sessions that get a frame: one at the end of each second in which something came in, and at once what a person
 * waits for. Readings of an interval arrive one by one within it; a frame for each would cost several times as much and
 * show nothing that anybody could read sooner. A terminal that is still busy with the last frame gets the newest session
 * when it is done with it, never those in between, and fewer frames from then on: what the system holds back for it on
 * the way would delay the answer to a key.
 */
export function drawnSessions(store: Sessions, terminal?: Terminal): Sessions {
	let drawn = store.getSnapshot();
	let latest = drawn;
	return {
		getSnapshot: () => drawn,
		subscribe(listener) {
			let isWaiting = false;
			let secondsPerFrame = 1;
			let framesTaken = 0;
			const draw = () => {
				const next = store.getSnapshot();
				// The clock brings no reading: what belongs to this second has come.
				const isTick = next.history === latest.history;
				latest = next;
				const isDue =
					hasAnswer(drawn, next) ||
					hasNews(drawn, next) ||
					(isTick && isNextFrame(drawn, next, secondsPerFrame));
				if (isWaiting || !isDue) {
					return;
				}

				if (terminal?.isBusy()) {
					isWaiting = true;
					framesTaken = 0;
					secondsPerFrame = Math.min(2 * secondsPerFrame, mostSecondsPerFrame);
					terminal.whenFree(() => {
						isWaiting = false;
						draw();
					});
					return;
				}

				drawn = next;
				framesTaken += 1;
				if (framesTaken >= framesBeforeFaster) {
					framesTaken = 0;
					secondsPerFrame = Math.max(1, secondsPerFrame / 2);
				}

				listener();
			};
			return store.subscribe(draw);
		},
	};
}

const millisecondsPerSecond = 1000;
const mostSecondsPerFrame = 8;
/** A terminal that takes this many in a row is tried with more. */
const framesBeforeFaster = 20;
/** The time of day goes on where nothing else does; while the target is lost, the seconds since are counted. */
const idleSecondsPerFrame = 2;

function isNextFrame(drawn: Session, next: Session, secondsPerFrame: number): boolean {
	const isIdle = next.history === drawn.history && next.history.watch.failure === undefined;
	const seconds = Math.max(secondsPerFrame, isIdle ? idleSecondsPerFrame : 1);
	const secondOf = ({at}: Session) => Math.floor(at / millisecondsPerSecond);
	return secondOf(next) - secondOf(drawn) >= seconds;
}

/** Something that the person did, or asked for, came out. */
function hasAnswer(drawn: Session, next: Session): boolean {
	return (
		next.look !== drawn.look ||
		next.settings !== drawn.settings ||
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
