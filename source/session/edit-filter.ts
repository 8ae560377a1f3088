import type {Key} from './key.ts';
import type {Filter} from './look.ts';
import type {Session} from './session.ts';

const longest = 200;

export function beginFilter(session: Session): Session {
	return withFilter(session, {...session.look.filter, draft: session.look.filter.applied});
}

export function applyFilter(session: Session, text: string): Session {
	return withFilter(session, {applied: text, draft: undefined});
}

/** One key while a filter is being typed: enter keeps it, escape brings the one before back. */
export function editFilter(session: Session, key: Key): Session {
	const {filter} = session.look;
	const draft = filter.draft ?? '';
	switch (key) {
		case 'enter':
		case 'return': {
			return applyFilter(session, draft);
		}

		case 'escape': {
			return applyFilter(session, filter.applied);
		}

		case 'backspace': {
			return withFilter(session, {...filter, draft: [...draft].slice(0, -1).join('')});
		}

		case 'ctrl+u': {
			return withFilter(session, {...filter, draft: ''});
		}

		default: {
			const typed = key === 'space' ? ' ' : key;
			return [...typed].length === 1 && draft.length < longest
				? withFilter(session, {...filter, draft: draft + typed})
				: session;
		}
	}
}

function withFilter(session: Session, filter: Filter): Session {
	return {...session, look: {...session.look, filter, held: undefined}};
}
