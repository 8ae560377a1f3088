// Words of which one in a function's or its receiver's name says that it does nothing but take in what arrives.
const reading = new Set(
	`read reader readers reads reading readloop readpump recv recvloop receive receiver receiving loop mainloop eventloop
	serve serving listen listener listening consume consumer consuming watch watcher watching poll poller polling pump
	subscribe subscriber subscription stream streamer tail tailer follow follower`
		.trim()
		.split(/\s+/u),
);
const listening = new Set(
	`listen listener listening consume consumer consuming watch watcher watching poll poller polling subscribe subscriber
	subscription stream streamer tail tailer follow follower`
		.trim()
		.split(/\s+/u),
);

/** `reader` takes in what arrives; `listener` also asks for it, by requests that are answered when something happens. */
export function readerKindOf(name: string): 'reader' | 'listener' | undefined {
	const words = name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/gu)?.map(word => word.toLowerCase()) ?? [];
	if (words.some(word => listening.has(word))) {
		return 'listener';
	}

	return words.some(word => reading.has(word)) ? 'reader' : undefined;
}
