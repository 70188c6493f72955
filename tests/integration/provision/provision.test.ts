import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createPasswords } from '../../../src-backend/accounts/passwords.ts';
import { describeOnStores } from '../stores.ts';
import { setUp, shop, whatsapp } from './shop.ts';

describeOnStores('provisioning', (openTestStore) => {
  const open = async (environment?: Record<string, string>) => {
    const { store } = await openTestStore();
    return { store, ...setUp(store, environment) };
  };

  test('makes the workspace that the file describes and says so in the log', async () => {
    const { apply, directory, events, store } = await open();
    const { workspaceId, changed } = await apply(shop());
    const made = await directory(workspaceId);
    expect(made.departments).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Suporte', distribution: 'automatic', requiresReason: false }),
        expect.objectContaining({ name: 'Financeiro', distribution: 'manual', requiresReason: true }),
      ]),
    );
    const support = made.departments.find((department) => department.name === 'Suporte');
    expect(made.people).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'Ana Souza',
          departmentIds: [support?.id],
          capacity: 5,
          presence: expect.objectContaining({ state: 'offline' }),
        }),
        expect.objectContaining({ name: 'Heitor Bastos', role: 'admin', departmentIds: [] }),
      ]),
    );
    const delivery = made.reasons.find((reason) => reason.name === 'Entrega');
    expect(
      made.reasons
        .filter((reason) => reason.parentId === delivery?.id)
        .map((reason) => reason.name)
        .sort(),
    ).toEqual(['Atraso', 'Extravio']);
    expect(made.connections).toMatchObject([
      {
        name: 'WhatsApp Loja',
        address: '+55 11 4000-0000',
        departmentId: support?.id,
        capabilities: whatsapp.capabilities,
      },
    ]);
    const row = await store.db
      .selectFrom('connection')
      .select('settings')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    expect(whatsapp.parseSettings(row.settings).accessToken).toBe('EAAG-token');

    // Everything that was made was said, as it is stored, and nothing twice.
    const said = await events(workspaceId);
    expect(said).toHaveLength(2 + 2 + 1 + 4 + 1);
    expect(changed).toBe(said.length + 1);
    const entities = [...made.departments, ...made.people, ...made.tags, ...made.reasons, ...made.connections];
    expect(said.map((item) => Object.values(item)[1])).toEqual(entities.sort((a, b) => a.version - b.version));
    expect(JSON.stringify(said)).not.toContain('EAAG-token');
  });

  test('the second time changes nothing and appends nothing', async () => {
    const { apply, events } = await open();
    const file = shop();
    const { workspaceId } = await apply(file);
    const before = await events(workspaceId);
    expect(await apply(file)).toEqual({ workspaceId, changed: 0 });
    expect(await events(workspaceId)).toEqual(before);
  });

  test('what changed in the file is changed and said, each once', async () => {
    const { apply, events, directory, store } = await open();
    const file = shop();
    const { workspaceId } = await apply(file);
    const before = (await events(workspaceId)).length;
    const [ana] = file.people;
    const [whatsappLoja] = file.connections;
    const changed = {
      ...file,
      workspace: { ...file.workspace, timeZone: 'America/Manaus' },
      departments: [{ name: 'Suporte', requiresDescription: true }],
      people: [{ ...ana, departments: ['Financeiro'], capacity: 8 }],
      tags: [{ name: 'Urgente', color: '#000000' }],
      reasons: [{ name: 'Venda' }, { name: 'Entrega' }],
      connections: [{ ...whatsappLoja, displayPhoneNumber: '+55 11 4000-0009' }],
    };
    const result = await apply(changed);
    const said = (await events(workspaceId)).slice(before);
    expect(said.map((item) => item.type)).toEqual(['department', 'person', 'tag', 'reason', 'reason', 'connection']);
    expect(result.changed).toBe(said.length + 1);
    const now = await directory(workspaceId);
    const finance = now.departments.find((department) => department.name === 'Financeiro');
    expect(now.people.find((person) => person.name === 'Ana Souza')).toMatchObject({
      departmentIds: [finance?.id],
      capacity: 8,
    });
    // Left out of the file: left alone.
    expect(now.people).toHaveLength(2);
    expect(finance).toMatchObject({ distribution: 'manual', requiresReason: true });
    // Whoever stood in the log before the change of departments must take a snapshot.
    const row = await store.db
      .selectFrom('person')
      .select(['permissions_at', 'version'])
      .where('email', '=', ana?.email ?? '')
      .executeTakeFirstOrThrow();
    expect(row.permissions_at).toBe(row.version);
    expect((await apply(changed)).changed).toBe(0);
  });

  test('a secret that changed reaches the connection without an event, since desktops know nothing of it', async () => {
    const { apply, events, store } = await open();
    const file = shop();
    const { workspaceId } = await apply(file);
    const before = await events(workspaceId);
    const other = setUp(store, { SHOP_TOKEN: 'EAAG-renewed' });
    expect((await other.apply(file)).changed).toBe(1);
    const row = await store.db
      .selectFrom('connection')
      .select('settings')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    expect(whatsapp.parseSettings(row.settings).accessToken).toBe('EAAG-renewed');
    expect(await events(workspaceId)).toEqual(before);
  });

  test('a new password replaces the old one and ends the person’s sessions; so does deactivation', async () => {
    const { apply, store, endSessionsOf } = await open();
    const file = shop();
    await apply(file);
    expect(endSessionsOf).not.toHaveBeenCalled();
    const [ana, heitor] = file.people;
    const people = [
      { ...ana, password: 'outra senha longa' },
      { ...heitor, active: false },
    ];
    await apply({ ...file, people });
    expect(endSessionsOf).toHaveBeenCalledTimes(2);
    const row = await store.db
      .selectFrom('person')
      .select('password_hash')
      .where('email', '=', ana?.email ?? '')
      .executeTakeFirstOrThrow();
    expect(await createPasswords().verify(row.password_hash, 'outra senha longa')).toBe(true);
    expect((await apply({ ...file, people })).changed).toBe(0);
  });

  test('the demo workspace of the project is valid, and applied again changes nothing', async () => {
    const graphUrl = 'http://127.0.0.1:9/v26.0';
    const { apply } = await open({ TURNO_DEMO_GRAPH_URL: graphUrl, TURNO_DEMO_SOCIAL_URL: graphUrl });
    const place = new URL('../../../src-backend/demo/workspace.json', import.meta.url);
    const file: unknown = JSON.parse(await readFile(place, 'utf8'));
    expect((await apply(file)).changed).toBeGreaterThan(20);
    expect((await apply(file)).changed).toBe(0);
  });

  test.each<[string, (file: ReturnType<typeof shop>) => unknown, RegExp]>([
    ['a file that is no object', () => 'x', /^the file must be of type object$/],
    [
      'a missing name',
      (file) => ({ ...file, workspace: { timeZone: 'America/Sao_Paulo' } }),
      /^workspace\.name is missing$/,
    ],
    [
      'an unknown time zone',
      (file) => ({ ...file, workspace: { name: 'x', timeZone: 'Brasil' } }),
      /^workspace\.timeZone must be a time zone/,
    ],
    [
      'a field nobody knows',
      (file) => ({ ...file, department: [] }),
      /^the file has fields that are not known: department$/,
    ],
    [
      'a wrong e-mail',
      (file) => ({ ...file, people: [{ ...file.people[0], email: 'ana' }] }),
      /^people\[0\]\.email must be an e-mail address$/,
    ],
    [
      'a short password',
      (file) => ({ ...file, people: [{ ...file.people[0], password: 'abc' }] }),
      /^people\[0\]\.password must have at least 8 characters$/,
    ],
    [
      'a role nobody has',
      (file) => ({ ...file, people: [{ ...file.people[0], role: 'boss' }] }),
      /^people\[0\]\.role must be one of agent, supervisor, admin$/,
    ],
    [
      'the same person twice',
      (file) => ({ ...file, people: [file.people[0], file.people[0]] }),
      /^people\[1\] is the same as people\[0\]$/,
    ],
    [
      'the same reason twice',
      (file) => ({ ...file, reasons: [{ name: 'A', children: [{ name: 'B' }, { name: 'B' }] }] }),
      /^reasons\[0\]\.children\[1\] is the same as/,
    ],
    [
      'a department that is not there',
      (file) => ({ ...file, people: [{ ...file.people[0], departments: ['RH'] }] }),
      /^people\[0\]\.departments name a department that does not exist: RH$/,
    ],
    [
      'a connection to nowhere',
      (file) => ({ ...file, connections: [{ ...file.connections[0], department: 'RH' }] }),
      /^connections\[0\]\.department names a department that does not exist: RH$/,
    ],
    [
      'a channel not served',
      (file) => ({ ...file, connections: [{ channel: 'email', name: 'x', department: 'Suporte' }] }),
      /^connections\[0\]\.channel is email, which this version does not serve$/,
    ],
    [
      'a setting missing',
      (file) => ({ ...file, connections: [{ ...file.connections[0], appSecret: undefined }] }),
      /^connections\[0\]\.appSecret is missing$/,
    ],
    [
      'a variable not set',
      (file) => ({ ...file, connections: [{ ...file.connections[0], appSecret: { env: 'NOT_SET' } }] }),
      /^connections\[0\]\.appSecret needs the environment variable NOT_SET, which is not set$/,
    ],
  ])('%s is refused by its place in the file, and nothing is applied', async (_name, spoil, expected) => {
    const { attempt, store } = await open();
    const file = shop();
    const result = await attempt(spoil(file));
    expect(result).toMatchObject({ ok: false, reason: 'invalid-provision' });
    expect(result.ok ? [] : result.problems).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
    expect(
      await store.db.selectFrom('workspace').select('id').where('name', '=', file.workspace.name).execute(),
    ).toEqual([]);
  });

  test('a person of another workspace cannot be taken over', async () => {
    const { apply, attempt } = await open();
    const theirs = shop();
    await apply(theirs);
    const result = await attempt({ ...shop(), people: theirs.people });
    expect(result).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('people[0].email belongs to'), expect.anything()],
    });
  });
});
