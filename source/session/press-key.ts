import {editFilter} from './edit-filter.ts';
import type {Key} from './key.ts';
import {keymap} from './keymap.ts';
import type {Session} from './session.ts';

const bindings = new Map(keymap.flatMap(binding => binding.keys.map(key => [key, binding])));

/** What a key does: while a filter is being typed it belongs to the filter, else to the keymap. Unknown keys do nothing. */
export function pressKey(session: Session, key: Key): Session {
	if (session.look.filter.draft !== undefined && key !== 'ctrl+c' && key !== 'ctrl+z') {
		return editFilter(session, key);
	}

	return bindings.get(key)?.act(session) ?? session;
}
