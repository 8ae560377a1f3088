/**
 * Makes docs/screen.svg: the demo in a real terminal, at the moment when the leak and the contention are both on screen.
 * Needs tmux; takes about two minutes.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {openPane, root} from '../test/end-to-end/pane.ts';

const pane = openPane({widthColumns: 120, heightRows: 36});
try {
	pane.press(`'${process.execPath}' dist/cli.js demo`, 'Enter');
	await pane.see(/leak[\s\S]*contention|contention[\s\S]*leak/u, 180_000);
	const picture = execFileSync(process.execPath, [join(root, 'scripts/pane-svg.mjs')], {
		input: pane.styledScreen(),
	});
	mkdirSync(join(root, 'docs'), {recursive: true});
	writeFileSync(join(root, 'docs/screen.svg'), picture);
} finally {
	pane.close();
}
