import {copyShown} from './copy-text.ts';
import {applyFilter, beginFilter} from './edit-filter.ts';
import {askForDump, askForLeaks} from './errands.ts';
import {explainShown, showHelp} from './explain.ts';
import type {Key} from './key.ts';
import {screens} from './look.ts';
import {
	changeInterval,
	cycleRange,
	cycleScreen,
	cycleSort,
	quit,
	redraw,
	reverseSort,
	showScreen,
	suspend,
	toggleBaseline,
	toggleOwnCode,
	togglePause,
} from './look-actions.ts';
import {closeOverlay, moveBy, moveTo, openSelected} from './move.ts';
import type {Session} from './session.ts';

/**
 * One row per thing a key can do: input, footer and help are all made from this table. `label` is for the footer (''
 * keeps it out), `help` for the help screen.
 */
export type Binding = {
	readonly keys: readonly Key[];
	/** How the keys are written for people. */
	readonly shown: string;
	readonly label: string;
	readonly help: string;
	readonly act: (session: Session) => Session;
};

export const keymap: readonly Binding[] = [
	{keys: ['up', 'k'], shown: '↑ k', label: '', help: 'one row up', act: session => moveBy(session, -1)},
	{keys: ['down', 'j'], shown: '↓ j', label: '', help: 'one row down', act: session => moveBy(session, 1)},
	{
		keys: ['page up', 'ctrl+u'],
		shown: 'PgUp',
		label: '',
		help: 'half a screen up',
		act: session => moveBy(session, -halfScreen(session)),
	},
	{
		keys: ['page down', 'ctrl+d'],
		shown: 'PgDn',
		label: '',
		help: 'half a screen down',
		act: session => moveBy(session, halfScreen(session)),
	},
	{
		keys: ['home', 'g'],
		shown: 'Home g',
		label: '',
		help: 'first row',
		act: session => moveTo(session, 'first'),
	},
	{keys: ['end', 'G'], shown: 'End G', label: '', help: 'last row', act: session => moveTo(session, 'last')},
	{
		keys: ['enter', 'return'],
		shown: 'enter',
		label: 'open',
		help: 'open the site or the warning under the cursor',
		act: openSelected,
	},
	{
		keys: ['escape'],
		shown: 'esc',
		label: '',
		help: 'back; clears the filter',
		act: session => closeOverlay(session, applyFilter),
	},
	...screens.map((screen, index) => ({
		keys: [String(index + 1)],
		shown: String(index + 1),
		label: '',
		help: `show ${screen.title}`,
		act: (session: Session) => showScreen(session, screen.id),
	})),
	{
		keys: ['tab', 'right'],
		shown: 'tab →',
		label: '',
		help: 'next view',
		act: session => cycleScreen(session, 1),
	},
	{
		keys: ['shift+tab', 'left'],
		shown: 'shift+tab ←',
		label: '',
		help: 'previous view',
		act: session => cycleScreen(session, -1),
	},
	{
		keys: ['/'],
		shown: '/',
		label: 'filter',
		help: 'filter by text or /regex/: function, file, state, label',
		act: beginFilter,
	},
	{keys: ['o'], shown: 'o', label: 'sort', help: 'sort by the next column', act: cycleSort},
	{keys: ['O'], shown: 'O', label: '', help: 'reverse the order', act: reverseSort},
	{keys: ['m'], shown: 'm', label: '', help: 'own code only, or all', act: toggleOwnCode},
	{
		keys: ['space', 'p'],
		shown: 'space',
		label: 'pause',
		help: 'freeze the screen; sampling goes on',
		act: togglePause,
	},
	{
		keys: ['b'],
		shown: 'b',
		label: 'baseline',
		help: 'goroutines as their change, delay and events as means since now; again to stop',
		act: toggleBaseline,
	},
	{
		keys: ['t'],
		shown: 't',
		label: 'time',
		help: 'time range of cards and charts: 1 m, 5 m, 15 m, 1 h',
		act: cycleRange,
	},
	{
		keys: ['+', '='],
		shown: '+',
		label: '',
		help: 'poll less often',
		act: session => changeInterval(session, 1),
	},
	{keys: ['-'], shown: '-', label: '', help: 'poll more often', act: session => changeInterval(session, -1)},
	{
		keys: ['y'],
		shown: 'y',
		label: 'copy',
		help: 'copy the row or warning as Markdown (OSC 52, works over SSH)',
		act: copyShown,
	},
	{
		keys: ['d'],
		shown: 'd',
		label: 'dump',
		help: 'take a dump of all goroutines: who waits for whom; says first what it costs',
		act: session => askForDump(session, false),
	},
	{
		keys: ['D'],
		shown: 'D',
		label: '',
		help: 'take the dump of a very large process all the same',
		act: session => askForDump(session, true),
	},
	{
		keys: ['L'],
		shown: 'L',
		label: '',
		help: 'have the runtime find leaked goroutines (Go 1.27): one collection',
		act: askForLeaks,
	},
	{keys: ['ctrl+l'], shown: 'ctrl+l', label: '', help: 'draw the screen again', act: redraw},
	{keys: ['ctrl+z'], shown: 'ctrl+z', label: '', help: 'suspend; fg brings it back', act: suspend},
	{
		keys: ['?'],
		shown: '?',
		label: 'explain',
		help: 'what is under the cursor: what it is, usual causes and fixes',
		act: explainShown,
	},
	{keys: ['h'], shown: 'h', label: 'help', help: 'this help: all keys and words', act: showHelp},
	{
		keys: ['q', 'ctrl+c'],
		shown: 'q',
		label: 'quit',
		help: 'quit; the warnings stay on the normal screen',
		act: quit,
	},
];

function halfScreen(session: Session): number {
	return Math.max(1, Math.floor(session.look.heightRows / 2));
}
