import type {Key as InkKey} from 'ink';
import type {Key} from '../session/key.ts';

const named: readonly (readonly [flag: keyof InkKey, name: Key])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'page up'],
	['pageDown', 'page down'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['backspace', 'backspace'],
	// Most terminals send DEL for the backspace key, which Ink calls delete.
	['delete', 'backspace'],
];

/** The keys of one input as the keymap names them; several when they were typed faster than they were read. */
export function keyNames(input: string, key: InkKey): readonly Key[] {
	if (key.tab) {
		return [key.shift ? 'shift+tab' : 'tab'];
	}

	const special = named.find(([flag]) => key[flag] === true);
	if (special !== undefined) {
		return [special[1]];
	}

	if (key.ctrl) {
		return [`ctrl+${input}`];
	}

	// Nothing is bound to Alt: an escape with a letter right behind it was two keys that arrived together.
	if (key.meta) {
		return /^[\x20-\x7e]$/u.test(input) ? ['escape', ...keyNames(input, {...key, meta: false})] : [];
	}

	// Sequences nobody named must not be taken for letters.
	if (input.startsWith('\u{1b}') || (input.startsWith('[') && input.length > 1)) {
		return [];
	}

	return [...input].map(nameOf);
}

/** Ink names a control character that comes alone; held down over a slow line it comes several at a time. */
function nameOf(character: string): Key {
	switch (character) {
		case ' ': {
			return 'space';
		}

		case '\r': {
			return 'enter';
		}

		case '\t': {
			return 'tab';
		}

		default: {
			const code = character.charCodeAt(0);
			return code >= 1 && code <= 26 ? `ctrl+${String.fromCharCode(code + 96)}` : character;
		}
	}
}
