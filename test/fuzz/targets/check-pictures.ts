import {checkReport} from '../../../source/present/check-report.ts';
import {frame} from '../../../source/present/frame.ts';
import {farewellLines, noticeLine, sampleLine} from '../../../source/present/plain-lines.ts';
import {textOf} from '../../../source/present/row.ts';
import {terminalTitle} from '../../../source/present/terminal-title.ts';
import {widthOf} from '../../../source/present/width.ts';
import type {Session} from '../../../source/session/session.ts';
import {must, mustBeSentence} from '../must.ts';

const maxLineCharacters = 1_000_000;

/** Everything that can come out of a session: rows, lines, the title, the clipboard. */
export function checkPictures(session: Session): void {
	const {widthColumns, heightRows} = session.look;
	const rows = frame(session);
	must(rows.length === heightRows, 'a frame has more or fewer rows than the terminal', rows.length);
	for (const row of rows) {
		const text = textOf(row);
		mustBeSentence(text, 'a row', maxLineCharacters);
		must(widthOf(text) === widthColumns, 'a row has another width than the terminal', [widthOf(text), text]);
		if (session.settings.ascii) must(/^[\x20-\x7e]*$/.test(text), 'a row in ASCII is not', text);
	}
	mustBeSentence(terminalTitle(session), 'the title', maxLineCharacters);
	const notices = session.notice === undefined ? [] : [noticeLine(session.notice, session)];
	for (const line of [sampleLine(session), ...farewellLines(session), ...notices]) {
		mustBeSentence(line, 'a line', maxLineCharacters);
	}
	if (session.wish.kind === 'copy') {
		for (const line of session.wish.text.split('\n')) {
			if (line !== '') mustBeSentence(line, 'a copied line', maxLineCharacters);
		}
	}
}

/** A report is JSON, whatever the names in it are. */
export function checkJson(session: Session): void {
	const report = JSON.stringify(checkReport(session, '1.2.3'));
	must(JSON.stringify(JSON.parse(report)) === report, 'a report does not survive JSON');
}
