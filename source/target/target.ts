import type {Failure} from '../profile/failure.ts';
import type {Bytes, Milliseconds} from '../profile/units.ts';

/** One GET. `path` is relative to the pprof base (`''` is the index, `'block?seconds=1'`), or absolute on the same origin when it begins with `/`. */
export type TargetRequest = {
	readonly path: string;
	/** For all of it, from sending to the last byte. Waiting for earlier requests of the same target does not count. */
	readonly timeoutMilliseconds: Milliseconds;
	/** Cap on the body, on the wire and inflated. */
	readonly maxBytes: Bytes;
	/** Only the end of the body is wanted: at least so many of its last bytes. All of it when undefined. */
	readonly tailBytes?: Bytes | undefined;
	readonly signal: AbortSignal;
};

/** `bytes` is the body, inflated when it was gzip (by its magic bytes: pprof sends gzip without Content-Encoding). */
export type TargetReply =
	| {
			readonly ok: true;
			readonly bytes: Uint8Array;
			/** From sending the request to the last byte. */
			readonly elapsedMilliseconds: Milliseconds;
	  }
	| {readonly ok: false; readonly failure: Failure; readonly elapsedMilliseconds: Milliseconds};

/** A place bytes come from. `fetch` never throws and never rejects; `close` ends the connection and waits for it. */
export type Target = {
	/** What to show for it: `10.2.3.4:6060`, `unix:/run/app.sock`. Never contains a secret. */
	readonly address: string;
	/** A text that quotes what the target sent, without what we sent to it. */
	readonly withoutSecrets?: (text: string) => string;
	readonly fetch: (request: TargetRequest) => Promise<TargetReply>;
	readonly close: () => Promise<void>;
};
