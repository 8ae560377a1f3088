import type {Connection} from './connection.ts';
import {loadTls, type TlsSettings} from './tls-files.ts';
import type {HttpClient} from './undici-client.ts';
import {untilStopped} from './until-stopped.ts';

/**
 * A client that reads the certificate files of its connection again when a request fails, and goes on with what is in
 * them now: where certificates live for an hour, a watch outlives them. Files that are gone or broken at that moment, as
 * halfway through a renewal, change nothing.
 */
export const openRenewingClient = async (
	connection: Connection,
	first: TlsSettings,
	open: (tls: TlsSettings) => Promise<HttpClient>,
): Promise<HttpClient> => {
	let client = await open(first);
	if (connection.caFiles.length === 0 && connection.certificateFile === undefined) {
		return client;
	}
	let known = JSON.stringify(first);
	let isClosed = false;

	/** Whether there is a new client to try it with. */
	const renew = async (): Promise<boolean> => {
		const loaded = await loadTls(connection);
		const next = loaded.ok ? JSON.stringify(loaded.settings) : known;
		if (!loaded.ok || next === known || isClosed) {
			return false;
		}
		const opened = await open(loaded.settings);
		const left = isClosed ? opened : client;
		client = isClosed ? client : opened;
		known = next;
		await left.close();
		return !isClosed;
	};

	return {
		get: async (path, headers, signal) => {
			try {
				return await client.get(path, headers, signal);
			} catch (error) {
				// The files may be on a disk that hangs.
				if (signal.aborted || (await untilStopped(renew(), signal)) !== true) {
					throw error;
				}
				return client.get(path, headers, signal);
			}
		},
		isConnected: () => client.isConnected(),
		close: async () => {
			isClosed = true;
			await client.close();
		},
	};
};
