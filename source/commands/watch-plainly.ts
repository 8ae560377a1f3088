import type {Warning} from '../detectors/warning.ts';
import {failureLine, noticeLine, sampleLine, shownLines, warningText} from '../present/plain-lines.ts';
import type {Session} from '../session/session.ts';
import {awaitEnding} from './ending.ts';
import {sayFarewell} from './farewell.ts';
import {createLineWriter} from './line-writer.ts';
import type {Watch} from './prepare-watch.ts';

/** Watches without a screen: a line per sample, and warnings as they fire and clear. For pipes, logs, dumb terminals. */
export async function watchPlainly(watch: Watch, version: string): Promise<number> {
	const ending = awaitEnding();
	const unsubscribe = printChanges(watch);
	const failed = await Promise.race([watch.start(), ending.ended]);
	const last = failed ?? (await ending.ended);
	unsubscribe();
	await watch.stop();
	ending.release();
	return sayFarewell(watch, last, version);
}

function printChanges({store}: Watch): () => void {
	const write = createLineWriter();
	let before = store.getSnapshot();
	return store.subscribe(() => {
		const session = store.getSnapshot();
		const lines = changes(before, session);
		if (lines.length > 0) {
			write(shownLines(lines, session));
		}

		before = session;
	});
}

/** What there is to say between one session and the next. */
function changes(before: Session, session: Session): readonly string[] {
	const {warnings, history} = session;
	const lines: string[] = [];
	if (history.watch.lastGoodAt !== before.history.watch.lastGoodAt) {
		lines.push(sampleLine(session));
	}

	const failure = history.watch.failure;
	if (failure !== undefined && failure.nextTryAt !== before.history.watch.failure?.nextTryAt) {
		lines.push(...[failureLine(session)].filter(line => line !== undefined));
	}

	if (session.notice !== undefined && session.notice !== before.notice) {
		lines.push(noticeLine(session.notice, session));
	}

	const firedBefore = new Set(before.warnings.firing.map(({id}) => id));
	const firing = new Set(warnings.firing.map(({id}) => id));
	const fired = warnings.firing.filter(({id}) => !firedBefore.has(id));
	const cleared = before.warnings.firing.filter(({id}) => !firing.has(id));
	const say = (warning: Warning, verb: string) => warningText(warning, session, verb);
	return [
		...lines,
		...fired.map(warning => say(warning, warning.severity)),
		...cleared.map(warning => say(warning, 'resolved')),
	];
}
