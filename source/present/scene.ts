import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import {rangeOf, ranges} from '../session/look.ts';
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

/**
 * How far back to look: as far as was asked for, but while the watch is young no further than it reaches, or a minute of
 * data would be a sliver at the edge.
 */
export function shownRange({session, known}: Scene): (typeof ranges)[number] {
	const ageMilliseconds = known.at - known.history.beganAt;
	const chosen = rangeOf(session.look);
	return ranges.find(range => range.milliseconds >= Math.min(ageMilliseconds, chosen.milliseconds)) ?? chosen;
}

/**
 * The range shown in so many columns, ending with the column that is being filled. Edges of columns stand still on the
 * clock: bars keep their shape until all of them move on by one, or a peak would change columns, and height, each second.
 */
export function shownSpan(
	scene: Scene,
	columns: Count,
): {readonly from: UnixMilliseconds; readonly to: UnixMilliseconds} {
	const {milliseconds} = shownRange(scene);
	const columnMilliseconds = milliseconds / Math.max(1, columns);
	const to = (Math.floor(scene.known.at / columnMilliseconds) + 1) * columnMilliseconds;
	return {from: to - milliseconds, to};
}

/** The frame of a sparkline over the range shown; readings are `pollMilliseconds` apart at least. */
export function sparkFrame(
	scene: Scene,
	widthColumns: Count,
	floor: SparklineFrame['floor'],
	pollMilliseconds: Milliseconds = scene.known.history.watch.intervalMilliseconds,
): SparklineFrame {
	const {history} = scene.known;
	return {
		...shownSpan(scene, widthColumns),
		widthColumns: Math.max(1, widthColumns),
		floor,
		holdMilliseconds: 3 * Math.max(pollMilliseconds, history.watch.slowedTo ?? 0),
		marks: history.marks,
	};
}
