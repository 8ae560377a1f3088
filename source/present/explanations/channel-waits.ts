import type {WaitKind} from '../../profile/wait-kind.ts';
import type {Explanation} from './explanation.ts';

export const channelWaits = {
	'chan send': {
		what: 'The goroutine offers a value on a channel and stands still until somebody receives it or the buffer has room. A send that waits for minutes is hardly ever meant: most often the receiver has left.',
		causes: [
			['early return before the receive', 'receive on every path, or give the channel room for every send'],
			['timeout abandons the sender', 'make(chan T, 1): the send then ends although nobody is left'],
			['only the first answer is taken', 'room for every sender, or select with ctx.Done() around each send'],
			[
				'the receiver is slow or stuck itself',
				'look at the site that receives; run more of them, or drop work when full',
			],
			['the channel is nil', 'make it before the goroutine starts: a send on nil never ends'],
		],
	},
	'chan receive': {
		what: 'The goroutine waits until a value comes or the channel is closed. Workers stand like this by design; a number that only grows means that nobody sends or closes any more.',
		causes: [
			['range over a channel never closed', 'let the sender say defer close(ch) when it is done'],
			['the sender returned early or failed', 'send or close on every path, on errors too'],
			['ticker not stopped', 'defer t.Stop() and leave on ctx.Done(): Stop does not close t.C'],
			['context not passed or never cancelled', "select on the caller's ctx.Done() beside the receive"],
			['the channel is nil', 'make it before the goroutine starts: a receive on nil never ends'],
		],
	},
	select: {
		what: 'The goroutine waits for the first of several channel operations that can go on. It leaves only if one of them always comes in the end, such as ctx.Done() or a timer.',
		causes: [
			['context not passed', "hand the caller's ctx down instead of context.Background()"],
			['cancel never called', 'defer cancel() right behind WithCancel or WithTimeout; go vet finds these'],
			['Stop or Close never called', 'call it with defer; let it close the done channel once'],
			['ticker not stopped', 'defer t.Stop() and a case that ends the loop'],
			['body not closed', 'defer resp.Body.Close(): readLoop and writeLoop stay until then'],
			['rows not closed', 'defer rows.Close(): (*Rows).awaitDone stays until then'],
		],
	},
	'empty select': {
		what: 'An empty select waits for nothing and never ends. In main it keeps a program alive; anywhere else the goroutine is lost.',
		causes: [
			['a placeholder that stayed', 'wait for ctx.Done() or for a signal instead'],
			['a select whose cases were removed', 'return, or wait for what should end this goroutine'],
		],
	},
	sleep: {
		what: 'The goroutine sleeps in time.Sleep, which nothing can interrupt. Many sleepers at one line mean that work arrives faster than pauses end, or that retries pile up.',
		causes: [
			['retries that outlive their request', 'a timer in a select with ctx.Done() instead of time.Sleep'],
			['one goroutine per waiting job', 'one goroutine with a queue, or time.AfterFunc'],
			['back-off without a limit', 'cap the pause and the number of tries'],
			['polling in a loop', 'let the other side signal by a channel'],
		],
	},
	coroutine: {
		what: 'The goroutine belongs to an iterator made by iter.Pull and waits for its other half. It stays until the iterator ends or its stop function is called.',
		causes: [['stop never called', 'defer stop() right behind iter.Pull']],
	},
} as const satisfies {readonly [kind in WaitKind]?: Explanation};
