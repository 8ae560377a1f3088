import type {Count, Milliseconds} from '../profile/units.ts';
import {rangeOf} from '../session/look.ts';
import type {Known, Session} from '../session/session.ts';
import {shown} from '../session/session.ts';
import type {SparklineFrame} from './sparkline.ts';

/** What every part of the screen is drawn from. `known` is the present, or the moment of the pause. */
export type Scene = {
	readonly session: Session;
	readonly known: Known & {readonly at: number};
	readonly widthColumns: Count;
};

export function sceneOf(session: Session): Scene {
	return {session, known: shown(session), widthColumns: session.look.widthColumns};
}

/** The frame of a sparkline over the chosen range, `pollMilliseconds` apart at least. */
export function sparkFrame(
	{session, known}: Scene,
	widthColumns: Count,
	floor: SparklineFrame['floor'],
	pollMilliseconds: Milliseconds = known.history.watch.intervalMilliseconds,
): SparklineFrame {
	const to = known.at;
	return {
		from: to - rangeOf(session.look).milliseconds,
		to,
		widthColumns: Math.max(1, widthColumns),
		floor,
		holdMilliseconds: 3 * Math.max(pollMilliseconds, known.history.watch.slowedTo ?? 0),
		marks: known.history.marks,
	};
}
