import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type CommandReply, commands } from '../../../src-shared/protocol/commands.ts';
import { routes, sessionSchema } from '../../../src-shared/protocol/http.ts';
import { type LogItem, logItemSchema } from '../../../src-shared/protocol/log.ts';
import { queries } from '../../../src-shared/protocol/queries.ts';
import { DESKTOP_NAMESPACE } from '../../../src-shared/protocol/socket.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { arbitraryOf } from '../../arbitrary/from-schema.ts';
import { createDatabase } from '../stores.ts';
import { openTwoWorkspaces, PASSWORD, secretOf, type TwoWorkspaces, type Workspace } from './two-workspaces.ts';

/**
 * Every command, query and event of the protocol, taken from its own maps: one that is added is tried without a word here.
 * People of Boreal put ids of Aurora wherever an id is asked for; nothing of Aurora is answered, changed or sent.
 */
const EACH = { embedded: 12, server: 4 };

/** A desktop's line in the raw: everything that came over it, as it came. */
interface Line {
  socket: Socket;
  items: LogItem[];
  heard: string[];
}

for (const kind of ['embedded', 'server'] as const) {
  describe(`two workspaces on one backend (${kind === 'embedded' ? 'PGlite' : 'PostgreSQL'})`, () => {
    let both: TwoWorkspaces;
    let drop: (() => Promise<void>) | null = null;
    let lines: { aurora: Line[]; boreal: Line[] };
    const tokens = new Map<string, string>();

    beforeAll(async () => {
      const database = kind === 'server' ? await createDatabase() : null;
      drop = database?.drop ?? null;
      both = await openTwoWorkspaces(
        database === null ? { kind: 'embedded', folder: null } : { kind: 'server', url: database.url },
      );
      lines = { aurora: await linesOf(both.aurora), boreal: await linesOf(both.boreal) };
    }, 60_000);
    afterAll(async () => {
      for (const { socket } of [...lines.aurora, ...lines.boreal]) socket.disconnect();
      await both[Symbol.asyncDispose]();
      await drop?.();
    });

    async function linesOf(workspace: Workspace): Promise<Line[]> {
      const opened: Line[] = [];
      for (const { email } of workspace.people) {
        const token = await signIn(email);
        tokens.set(email, token);
        opened.push(await openLine(token));
      }
      return opened;
    }

    async function signIn(email: string): Promise<string> {
      const response = await fetch(`${both.backend.url}${routes.login}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: PASSWORD, protocol: PROTOCOL_VERSION }),
      });
      return sessionSchema.parse(await response.json()).accessToken;
    }

    async function openLine(token: string): Promise<Line> {
      const socket = io(`${both.backend.url}${DESKTOP_NAMESPACE}`, {
        auth: { token, protocol: PROTOCOL_VERSION },
        transports: ['websocket'],
        forceNew: true,
      });
      const line: Line = { socket, items: [], heard: [] };
      const whole = Promise.withResolvers<void>();
      socket.on('snapshot', (page: { items: LogItem[]; last: boolean }, applied: () => void) => {
        line.items.push(...page.items);
        applied();
        if (page.last) whole.resolve();
      });
      socket.on('batch', (batch: { items: LogItem[] }, applied: () => void) => {
        line.items.push(...batch.items);
        applied();
      });
      socket.onAny((...said: unknown[]) => line.heard.push(JSON.stringify(said)));
      await new Promise((connected) => socket.once('connect', () => connected(null)));
      await socket.emitWithAck('resume', { cursor: null, logId: null, keepsSince: null });
      await whole.promise;
      return line;
    }

    /** Ids of Aurora wherever one is asked for, of the kind that fits or of any other; sometimes an own one, or nobody's. */
    function reaching(asked: string) {
      const some = (ids: Iterable<string>) => fc.constantFrom(...ids);
      const { aurora, boreal } = both;
      return {
        id(path: readonly string[]) {
          const { tables, made } = meant(asked, path);
          const idsOf = (workspace: Workspace) => tables.flatMap((table) => workspace.ids.get(table) ?? []);
          const [foreign, own] = [idsOf(aurora), idsOf(boreal)];
          // An id that its maker may choose freely says nothing, whoever else uses it.
          if (made && foreign.length === 0) return fc.uuid();
          return fc.oneof(
            { weight: 5, arbitrary: some(foreign.length === 0 ? aurora.allIds : foreign) },
            { weight: made ? 0 : 2, arbitrary: some(aurora.allIds) },
            { weight: 3, arbitrary: some(own.length === 0 ? boreal.allIds : own) },
            { weight: 1, arbitrary: fc.uuid() },
          );
        },
        words: () => fc.constantFrom('segredo', 'Maria', 'endereco-um', secretOf('Aurora'), '5511988880002', ''),
      };
    }

    const callers = () => fc.constantFrom(...both.boreal.people.map(({ id }) => id));
    const auroraIn = (text: string) => (text.match(IDS) ?? []).filter((id) => both.aurora.allIds.has(id));
    const holdsAurora = (text: string) => auroraIn(text).length > 0;

    test('every kind of event was sent in each, and none of them to the other', async () => {
      for (const workspace of [both.aurora, both.boreal]) await lookAway(workspace);
      const kinds = logItemSchema.options.map(({ shape }) => [...shape.type.values][0]).sort();
      const seen = (side: Line[]) => [...new Set(side.flatMap(({ items }) => items).map(({ type }) => type))].sort();
      for (const side of [lines.aurora, lines.boreal])
        await expect.poll(() => seen(side), { timeout: 10_000 }).toEqual(kinds);
      const [said, heard] = [sideOf(lines.aurora), sideOf(lines.boreal)];
      expect(said.includes(secretOf('Aurora'))).toBe(true);
      expect(heard.includes(secretOf('Boreal'))).toBe(true);
      // What people of Boreal themselves wrote holds Aurora's words, never its ids.
      expect(said.includes(secretOf('Boreal'))).toBe(false);
      expect(auroraIn(heard)).toEqual([]);
      expect((said.match(IDS) ?? []).some((id) => both.boreal.allIds.has(id))).toBe(false);
    });

    test('whoever types or looks in the other is neither told nor shown', async () => {
      const before = lines.aurora.map(({ heard }) => heard.length);
      const conversations = both.aurora.ids.get('conversation') ?? [];
      for (const { socket } of lines.aurora) socket.emit('looking', conversations[0]);
      for (const { socket } of lines.boreal)
        for (const id of [conversations[0], ...both.aurora.allIds]) {
          socket.emit('looking', id);
          socket.emit('typing', id);
        }
      // Those of Aurora see each other, and by then nobody else.
      const people = z.object({ colleagues: z.array(z.object({ personId: z.string() })) });
      const told = () =>
        lines.aurora.flatMap(({ heard }, index) =>
          heard
            .slice(before[index])
            .map((said): unknown => JSON.parse(said))
            .flatMap((said) =>
              Array.isArray(said) && said[0] === 'colleagues' ? people.parse(said[1]).colleagues : [],
            ),
        );
      await expect.poll(() => told().length, { timeout: 10_000 }).toBeGreaterThan(0);
      for (const { personId } of told()) expect(both.aurora.allIds.has(personId)).toBe(true);
      expect(lines.boreal.flatMap(({ heard }) => heard).filter((said) => said.startsWith('["colleagues"'))).toEqual([]);
    });

    test('no file and no mail of the other is served, and nothing is uploaded into it', async () => {
      const { email } = both.boreal.people.find(({ role }) => role === 'admin') ?? { email: '' };
      const headers = { authorization: `Bearer ${tokens.get(email)}` };
      const named = (table: string, parameter: string) =>
        (both.aurora.ids.get(table) ?? []).map((id) => `${parameter}=${id}`);
      for (const id of both.aurora.ids.get('message') ?? []) {
        for (const path of [
          `${routes.media}/${id}`,
          `${routes.media}/${id}/thumbnail`,
          `${routes.messages}/${id}/html`,
        ]) {
          expect((await fetch(`${both.backend.url}${path}`, { headers })).status, path).toBe(404);
        }
      }
      for (const place of [...named('conversation', 'conversationId'), ...named('connection', 'connectionId')]) {
        const body = new FormData();
        body.append('file', new Blob(['x'], { type: 'image/png' }), 'x.png');
        const response = await fetch(`${both.backend.url}${routes.media}?${place}`, { method: 'POST', headers, body });
        expect([403, 404], place).toContain(response.status);
      }
    });

    test('no query is answered with anything of the other', async () => {
      for (const [name, { args }] of Object.entries(queries)) {
        let answered = 0;
        await fc.assert(
          fc.asyncProperty(callers(), arbitraryOf(args, reaching(name)), async (personId, given) => {
            const from = { workspaceId: both.boreal.id, personId };
            const reply = await both.backend.core.queries.run(from, { name, args: given });
            const said = JSON.stringify(reply);
            expect(said, `${name} ${JSON.stringify(given)}`).not.toContain('server-error');
            expect(said).not.toContain(secretOf('Aurora'));
            expect(auroraIn(said), `${name} ${JSON.stringify(given)}`).toEqual([]);
            if (reply.ok || reply.reason !== 'invalid') answered += 1;
          }),
          { numRuns: EACH[kind] * 3 },
        );
        expect(answered, name).toBeGreaterThan(0);
      }
    });

    test('no command changes or sends anything of the other, wherever its ids are put', async () => {
      const before = (await both.rows()).filter(holdsAurora);
      const reached = new Map<string, number>();
      for (const [name, { args }] of Object.entries(commands)) {
        await fc.assert(
          fc.asyncProperty(callers(), arbitraryOf(args, reaching(name)), async (personId, given) => {
            const from = { workspaceId: both.boreal.id, personId, sessionId: 'session' };
            const reply = await both.backend.core.commands.run(from, { id: randomUUID(), name, args: given });
            expect(isNoFailure(reply), `${name} ${JSON.stringify(given)}`).toBe(true);
            expect(auroraIn(JSON.stringify(reply)), `${name} ${JSON.stringify(given)}`).toEqual([]);
            if (reply.ok || reply.reason !== 'invalid') reached.set(name, (reached.get(name) ?? 0) + 1);
          }),
          { numRuns: EACH[kind] },
        );
        const after = (await both.rows()).filter(holdsAurora);
        expect(differences(before, after), name).toEqual([]);
      }
      expect(auroraIn(sideOf(lines.boreal))).toEqual([]);
      expect(Object.keys(commands).filter((name) => !reached.has(name))).toEqual([]);
    });

    /** An agent loses sight of a conversation that goes to another department, and has it again when it comes back. */
    async function lookAway(workspace: Workspace): Promise<void> {
      const eva = workspace.people.find(({ role }) => role === 'admin')?.id ?? '';
      const from = { workspaceId: workspace.id, personId: eva, sessionId: 'session' };
      const ask = async (name: string, args: object) => {
        const reply = await both.backend.core.commands.run(from, { id: randomUUID(), name, args });
        expect(reply, name).toMatchObject({ ok: true });
      };
      const departments = await both.run(
        sql`SELECT id FROM department WHERE workspace_id = ${workspace.id} ORDER BY name`,
      );
      const conversations = await both.run(
        sql`SELECT id FROM conversation WHERE workspace_id = ${workspace.id}
          AND status <> 'finished' AND department_id = ${String(departments[0]?.id)} LIMIT 1`,
      );
      const contacts = workspace.ids.get('contact') ?? [];
      for (const contactId of contacts) await ask('contact.rename', { contactId, name: secretOf(workspace.shop) });
      for (const department of [...departments].reverse()) {
        const to = { kind: 'department', id: department.id };
        await ask('conversation.transfer', { conversationId: conversations[0]?.id, to, note: null });
      }
    }
  });
}

/** Tables whose rows a field's id names, where the field is not called by the table's own name. */
const CALLED: Record<string, string[]> = {
  into: ['contact', 'conversation'],
  from: ['contact', 'conversation'],
  mention: ['person'],
  agent: ['person'],
  member: ['person'],
  quotedMessage: ['message'],
  moreMedia: ['media'],
  merge: ['inner'],
  deal: ['inner'],
  stage: ['inner'],
  fromStage: ['inner'],
  toStage: ['inner'],
  identity: ['identity', 'inner'],
  change: ['settings_change'],
  to: ['person', 'department'],
  after: ['conversation'],
  before: ['conversation'],
};
/** What a command's own `id` is of, where it is not what the command is called after. */
const OWN: Record<string, string[]> = {
  // Not of a stage or of a merging either: a deal may be called what one of those is called elsewhere.
  'deal.save': ['deal'],
  'contact.note': [],
  'contact.noteRemove': ['inner'],
  'contact.identityAdd': ['identity'],
};

const tableOf = (name: string): string[] =>
  CALLED[name] ?? [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace('filter', 'saved_filter')];

/** `made`: by the caller, for something new. */
function meant(asked: string, path: readonly string[]): { tables: string[]; made: boolean } {
  const field = path.at(-1) ?? '';
  // A saved filter keeps what it is given as mere words: what it finds is asked by the queries.
  if (asked === 'filter.save' && path[0] === 'filter') return { tables: [], made: true };
  if (field !== 'id') return { tables: tableOf(field.replace(/Ids?$/, '')), made: false };
  const parent = path.at(-2);
  if (parent !== undefined) return { tables: CALLED[parent] ?? [], made: CALLED[parent] === undefined };
  return { tables: OWN[asked] ?? tableOf(asked.split('.')[0] ?? ''), made: true };
}

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** All that a workspace's desktops were told. */
const sideOf = (side: Line[]): string => side.flatMap(({ heard }) => heard).join('\n');
const isNoFailure = (reply: CommandReply): boolean => reply.ok || reply.reason !== 'server-error';

/** Rows of the one that the other has not, either way; a short list, told whole when it is not empty. */
function differences(before: string[], after: string[]): string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((row) => !now.has(row)).map((row) => `gone: ${row.slice(0, 400)}`),
    ...after.filter((row) => !old.has(row)).map((row) => `new: ${row.slice(0, 400)}`),
  ];
}
