import type { Logger } from 'pino';
import { z } from 'zod';
import type { Colleague } from '../../src-shared/protocol/socket.ts';

/**
 * Who else has a conversation open, and who writes in it (B8). Hints of the moment: nothing is stored, what is lost is
 * said again within seconds, and what is no longer said ends by itself. Nodes tell each other through the database's
 * notifications; a node that dies takes what it said with it after `FORGET_MS`.
 */
export interface Colleagues {
  /** A desktop's socket looks at this conversation (null: at none); the caller checked that the person may see it. */
  looks(socket: Watcher, conversationId: string | null): void;
  /** The person at this socket writes in the conversation they look at. */
  types(socket: Watcher): void;
  left(socket: Watcher): void;
  close(): Promise<void>;
}

export interface Watcher {
  /** Unique over all nodes. */
  id: string;
  workspaceId: string;
  personId: string;
  tell(conversationId: string, colleagues: Colleague[]): void;
}

interface Sighting {
  workspaceId: string;
  personId: string;
  conversationId: string;
  typingUntil: number;
  forgetAt: number;
}

const CHANNEL = 'turno_colleagues';
const SAY_AGAIN_MS = 15_000;
const FORGET_MS = 40_000;
const TYPING_MS = 6_000;

const newsSchema = z.object({
  node: z.string(),
  socket: z.string(),
  workspace: z.string(),
  person: z.string(),
  /** null: gone. */
  conversation: z.string().nullable(),
  typing: z.boolean(),
});

export async function createColleagues(deps: {
  node: string;
  /** null: there is no other node. */
  wire: {
    listen(channel: string, onWake: (payload: string) => void): Promise<() => Promise<void>>;
    notify(channel: string, payload: string): Promise<void>;
  } | null;
  logger: Logger;
  now: () => number;
}): Promise<Colleagues> {
  const { node, now } = deps;
  /** Every socket's last word, this node's and others'. */
  const sightings = new Map<string, Sighting>();
  const here = new Map<string, Watcher>();
  const ends = new Set<NodeJS.Timeout>();

  const seenIn = (conversationId: string): { socket: string; sighting: Sighting }[] =>
    [...sightings].flatMap(([socket, sighting]) =>
      sighting.conversationId === conversationId && sighting.forgetAt > now() ? [{ socket, sighting }] : [],
    );

  function tellAbout(conversationId: string): void {
    const present = seenIn(conversationId);
    for (const { socket, sighting } of present) {
      const watcher = here.get(socket);
      if (watcher === undefined) continue;
      const others = new Map<string, Colleague>();
      for (const { sighting: other } of present) {
        if (other.workspaceId !== sighting.workspaceId || other.personId === sighting.personId) continue;
        const typing = other.typingUntil > now() || others.get(other.personId)?.typing === true;
        others.set(other.personId, { personId: other.personId, typing });
      }
      watcher.tell(conversationId, [...others.values()]);
    }
  }

  function note(socket: string, sighting: Sighting | null): void {
    const before = sightings.get(socket);
    if (sighting === null) sightings.delete(socket);
    else sightings.set(socket, sighting);
    if (before !== undefined && before.conversationId !== sighting?.conversationId) tellAbout(before.conversationId);
    const unchanged =
      before?.conversationId === sighting?.conversationId &&
      (before?.typingUntil ?? 0) > now() === (sighting?.typingUntil ?? 0) > now();
    if (sighting !== null && !unchanged) tellAbout(sighting.conversationId);
    if (sighting === null || sighting.typingUntil <= now()) return;
    const { conversationId } = sighting;
    const timer = setTimeout(() => {
      ends.delete(timer);
      tellAbout(conversationId);
    }, TYPING_MS + 50);
    timer.unref();
    ends.add(timer);
  }

  function say({ id, workspaceId, personId }: Watcher, conversationId: string | null, typing: boolean): void {
    const typingUntil = typing ? now() + TYPING_MS : 0;
    const forgetAt = now() + FORGET_MS;
    note(id, conversationId === null ? null : { workspaceId, personId, conversationId, typingUntil, forgetAt });
    const news = { node, socket: id, workspace: workspaceId, person: personId, conversation: conversationId, typing };
    deps.wire
      ?.notify(CHANNEL, JSON.stringify(news))
      .catch(() => deps.logger.debug('other nodes were not told who looks at what'));
  }

  const unlisten = await deps.wire?.listen(CHANNEL, (payload) => {
    const news = readNews(payload);
    if (news === null || news.node === node) return;
    const { conversation, typing } = news;
    note(
      news.socket,
      conversation === null
        ? null
        : {
            ...{ workspaceId: news.workspace, personId: news.person, conversationId: conversation },
            typingUntil: typing ? now() + TYPING_MS : 0,
            forgetAt: now() + FORGET_MS,
          },
    );
  });

  const timer = setInterval(() => {
    for (const [socket, sighting] of sightings) {
      const watcher = here.get(socket);
      if (watcher !== undefined) say(watcher, sighting.conversationId, false);
      else if (sighting.forgetAt <= now()) note(socket, null);
    }
  }, SAY_AGAIN_MS);
  timer.unref();

  return {
    looks(watcher, conversationId) {
      here.set(watcher.id, watcher);
      say(watcher, conversationId, false);
      // Whoever comes in is told who is there, also when nothing changed for the others.
      if (conversationId !== null) tellAbout(conversationId);
    },
    types(watcher) {
      const conversationId = sightings.get(watcher.id)?.conversationId ?? null;
      if (conversationId !== null) say(watcher, conversationId, true);
    },
    left(watcher) {
      here.delete(watcher.id);
      if (sightings.has(watcher.id)) say(watcher, null, false);
    },
    async close() {
      clearInterval(timer);
      for (const end of ends) clearTimeout(end);
      await unlisten?.();
    },
  };
}

/** A wake-up without a payload, or of a newer node, tells nothing. */
function readNews(payload: string): z.infer<typeof newsSchema> | null {
  try {
    return newsSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
