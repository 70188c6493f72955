import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { createPasswords } from '../../../src-backend/accounts/passwords.ts';
import type { ChannelAdapter } from '../../../src-backend/channels/contract.ts';
import { createFormChannel } from '../../../src-backend/channels/form/channel.ts';
import { createInstagramChannel } from '../../../src-backend/channels/instagram/channel.ts';
import { LIVECHAT_CAPABILITIES, liveChatSettingsSchema } from '../../../src-backend/channels/livechat/settings.ts';
import { createMessengerChannel } from '../../../src-backend/channels/messenger/channel.ts';
import { createWhatsAppChannel } from '../../../src-backend/channels/whatsapp/channel.ts';
import { createWorkspaceLog } from '../../../src-backend/log/write.ts';
import { provision } from '../../../src-backend/provision/provision.ts';
import { loadDirectory } from '../../../src-backend/store/entities/directory.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { logItemSchema } from '../../../src-shared/protocol/log.ts';

export const whatsapp = createWhatsAppChannel();
/** Live chat as provisioning knows it: its settings and what it takes. */
const livechat: ChannelAdapter = {
  channel: 'livechat',
  capabilities: LIVECHAT_CAPABILITIES,
  parseSettings: (raw) => liveChatSettingsSchema.parse(raw),
  publicAddress: () => null,
  send: async () => ({ outcome: 'failed', code: 'not-here', detail: null }),
};

export function shop() {
  const mark = randomUUID();
  return {
    workspace: { name: `Loja Aurora ${mark}`, timeZone: 'America/Sao_Paulo' },
    departments: [{ name: 'Suporte' }, { name: 'Financeiro', distribution: 'manual', requiresReason: true }],
    people: [
      {
        name: 'Ana Souza',
        email: `ana-${mark}@aurora.example`,
        password: 'turno-demo-2026',
        role: 'agent',
        departments: ['Suporte'],
        capacity: 5,
      },
      { name: 'Heitor Bastos', email: `heitor-${mark}@aurora.example`, password: 'turno-demo-2026', role: 'admin' },
    ],
    tags: [{ name: 'Urgente', color: '#c92a2a' }],
    reasons: [{ name: 'Entrega', children: [{ name: 'Atraso' }, { name: 'Extravio' }] }, { name: 'Venda' }],
    connections: [
      {
        channel: 'whatsapp',
        name: 'WhatsApp Loja',
        department: 'Suporte',
        displayPhoneNumber: '+55 11 4000-0000',
        phoneNumberId: '106540352242922',
        businessAccountId: '102290129340398',
        accessToken: { env: 'SHOP_TOKEN' } as unknown,
        appSecret: 'secret',
        verifyToken: 'verify',
        graphUrl: 'https://graph.facebook.com/v26.0',
      },
    ],
  };
}

export function setUp(store: Store, environment: Record<string, string> = { SHOP_TOKEN: 'EAAG-token' }) {
  const log = createWorkspaceLog({ store, now: Date.now });
  const endSessionsOf = vi.fn<(personId: string) => Promise<void>>(async () => undefined);
  const passwords = createPasswords();
  const attempt = (file: unknown) =>
    provision(file, {
      store,
      log,
      now: Date.now,
      passwords,
      adapters: [whatsapp, livechat, createFormChannel(), createInstagramChannel(), createMessengerChannel()],
      environment,
      endSessionsOf,
    });
  const apply = async (file: unknown) => {
    const result = await attempt(file);
    if (!result.ok) throw new Error(result.problems.join('; '));
    return result.value;
  };
  const directory = (workspaceId: string) => loadDirectory(store.db, workspaceId, () => whatsapp.capabilities);
  const events = async (workspaceId: string) => {
    const rows = await store.db
      .selectFrom('event')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('seq')
      .execute();
    return rows.map((row) => logItemSchema.parse(row.body));
  };
  return { attempt, apply, directory, events, endSessionsOf };
}
