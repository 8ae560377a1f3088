/**
 * Draws a captured terminal pane (`tmux capture-pane -pe`) as an SVG.
 *
 *     tmux capture-pane -pe -t PANE | node scripts/pane-svg.mjs > docs/screen.svg
 */
import {readFileSync} from 'node:fs';
import process from 'node:process';

const cellWidth = 8.4;
const cellHeight = 18;
const margin = 12;
const background = '#1b1f27';
const foreground = '#d4d7dd';
const colours = {
	31: '#ff6b6b',
	32: '#7fd18b',
	33: '#e8c268',
	34: '#7aa8f0',
	36: '#63c8d6',
};

/** One line of a capture as runs of text that look the same. */
function runsOf(line, style) {
	const runs = [];
	for (const part of line.split(/(\u001b\[[0-9;]*m)/u)) {
		const codes = /^\u001b\[([0-9;]*)m$/u.exec(part)?.[1];
		if (codes !== undefined) {
			for (const code of codes.split(';').map(Number)) {
				apply(style, code);
			}
		} else if (part !== '') {
			runs.push({text: part, ...style});
		}
	}

	return runs;
}

function apply(style, code) {
	if (code === 0) {
		Object.assign(style, {bold: false, dim: false, inverse: false, colour: undefined});
	} else if (code === 1) {
		style.bold = true;
	} else if (code === 2) {
		style.dim = true;
	} else if (code === 22) {
		Object.assign(style, {bold: false, dim: false});
	} else if (code === 7 || code === 27) {
		style.inverse = code === 7;
	} else if (code === 39) {
		style.colour = undefined;
	} else if (code in colours) {
		style.colour = colours[code];
	}
}

function draw(lines) {
	const columns = Math.max(
		...lines.map(line => runsOf(line, {}).reduce((sum, {text}) => sum + text.length, 0)),
	);
	const width = Math.ceil(columns * cellWidth + 2 * margin);
	const height = lines.length * cellHeight + 2 * margin;
	const style = {};
	const rows = lines.flatMap((line, row) => {
		let column = 0;
		return runsOf(line, style).map(run => {
			const x = margin + column * cellWidth;
			const y = margin + row * cellHeight;
			const span = run.text.length * cellWidth;
			column += run.text.length;
			return drawRun(run, x, y, span);
		});
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">`,
		`<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
		...rows.filter(Boolean),
		'</svg>',
		'',
	].join('\n');
}

function drawRun({text, bold, dim, inverse, colour}, x, y, span) {
	const ink = colour ?? foreground;
	const box = inverse
		? `<rect x="${x.toFixed(1)}" y="${y}" width="${span.toFixed(1)}" height="${cellHeight}" fill="${ink}"/>`
		: '';
	if (text.trim() === '') {
		return box;
	}

	const weight = bold ? ' font-weight="bold"' : '';
	const opacity = dim ? ' opacity="0.6"' : '';
	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	// textLength pins every run to its cells, whatever font the reader has.
	return `${box}<text x="${x.toFixed(1)}" y="${y + 13.5}" fill="${inverse ? background : ink}" textLength="${span.toFixed(1)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"${weight}${opacity}>${escaped}</text>`;
}

const lines = readFileSync(0, 'utf8').replace(/\n$/u, '').split('\n');
process.stdout.write(draw(lines));
