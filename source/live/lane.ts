/** One connection, on which one request travels at a time. */
export type Lane = {
	/** Settles when it is this caller's turn, with the function that ends the turn. */
	readonly enter: (isUrgent: boolean) => Promise<() => void>;
};

type Waiting = {readonly isUrgent: boolean; readonly start: () => void};

/**
 * Lets one caller in at a time, in the order of asking, but an urgent one before those who wait already; and then one of
 * those before the next urgent one, so that neither kind starves the other.
 */
export function createLane(): Lane {
	const waiting: Waiting[] = [];
	let isTaken = false;
	let lastWasUrgent = false;

	const letIn = () => {
		const preferred = waiting.findIndex(({isUrgent}) => isUrgent !== lastWasUrgent);
		const [next] = waiting.splice(Math.max(preferred, 0), 1);
		isTaken = next !== undefined;
		lastWasUrgent = next?.isUrgent ?? lastWasUrgent;
		next?.start();
	};

	return {
		enter: isUrgent =>
			new Promise(resolve => {
				waiting.push({isUrgent, start: () => resolve(letIn)});
				if (!isTaken) {
					letIn();
				}
			}),
	};
}
