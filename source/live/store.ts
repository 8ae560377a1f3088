export type Store<State, Event> = {
	/** The same object until an event changes it, as `useSyncExternalStore` asks for. */
	readonly getSnapshot: () => State;
	/** Calls `listener` after each change; the returned function ends that. */
	readonly subscribe: (listener: () => void) => () => void;
	readonly dispatch: (event: Event) => void;
};

/**
 * Holds one state that only events change. An event dispatched by a listener waits until every listener has heard of
 * the one before, so that all see all states in the same order. Nobody is called when `reduce` returns what it was given.
 */
export function createStore<State, Event extends object>(
	initial: State,
	reduce: (state: State, event: Event) => State,
): Store<State, Event> {
	let state = initial;
	let isDispatching = false;
	const queue: Event[] = [];
	const listeners = new Set<() => void>();

	const apply = (event: Event) => {
		const next = reduce(state, event);
		if (next === state) {
			return;
		}

		state = next;
		for (const listener of [...listeners]) {
			listener();
		}
	};

	return {
		getSnapshot: () => state,
		subscribe(listener) {
			// A function of its own per subscription: the same listener may subscribe twice.
			const subscribed = () => listener();
			listeners.add(subscribed);
			return () => {
				listeners.delete(subscribed);
			};
		},
		dispatch(event) {
			queue.push(event);
			if (isDispatching) {
				return;
			}

			isDispatching = true;
			try {
				for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
					apply(next);
				}
			} finally {
				isDispatching = false;
			}
		},
	};
}
