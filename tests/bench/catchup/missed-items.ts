import { io } from 'socket.io-client';
import { sessionSchema } from '../../../src-shared/protocol/http.ts';
import { batchSchema, type LogItem, resumeReplySchema } from '../../../src-shared/protocol/log.ts';
import { DESKTOP_NAMESPACE } from '../../../src-shared/protocol/socket.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';

/** The last so many events of the log as the server sends them to this person: what a desktop that missed them got. */
export async function missedItems(who: {
  serverUrl: string;
  email: string;
  password: string;
  events: number;
}): Promise<LogItem[]> {
  const { serverUrl, email, password } = who;
  const login = await fetch(`${serverUrl}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, protocol: PROTOCOL_VERSION }),
  });
  const { accessToken } = sessionSchema.parse(await login.json());
  const socket = io(serverUrl + DESKTOP_NAMESPACE, {
    transports: ['websocket'],
    auth: { token: accessToken, protocol: PROTOCOL_VERSION },
  });
  try {
    const resume = async (cursor: number | null, logId: string | null) =>
      resumeReplySchema.parse(await socket.timeout(10_000).emitWithAck('resume', { cursor, logId }));
    // Asked from nowhere, the server tells where its log stands.
    const { logId, head } = await resume(null, null);
    const items: LogItem[] = [];
    const all = new Promise<void>((done) => {
      socket.on('batch', (raw: unknown, applied: () => void) => {
        const batch = batchSchema.parse(raw);
        items.push(...batch.items);
        applied();
        if (batch.cursor >= head) done();
      });
    });
    await resume(head - who.events, logId);
    await all;
    return items;
  } finally {
    socket.disconnect();
  }
}
