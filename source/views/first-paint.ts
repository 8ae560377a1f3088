import {frame} from '../present/frame.ts';
import type {Session} from '../session/session.ts';
import type {Paint} from './colours.ts';

/**
 * Draws the first frame before Ink is there: loading and starting it takes as long as all before it. Ink then takes the
 * same screen over and draws the same; what it gives takes the frame away again, should Ink not come.
 */
export function paintFirst(stdout: NodeJS.WriteStream, session: Session, paint: Paint): () => void {
	const rows = frame(session).map(paint);
	stdout.write(`\u{1b}[?1049h\u{1b}[?25l\u{1b}[?2026h\u{1b}[H${rows.join('\r\n')}\u{1b}[?2026l`);
	return () => {
		stdout.write('\u{1b}[?25h\u{1b}[?1049l');
	};
}
