import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { MailServers } from '../../simulators/mail/mail-servers.ts';
import { demoWorkspace } from './backend.ts';

const workspaceFile = z.looseObject({ connections: z.array(z.looseObject({ channel: z.string() })) });

/** A shop's mailbox on these servers, as a workspace's file has it. */
export function mailboxOn(servers: MailServers, address: string) {
  const server = { host: '127.0.0.1', secure: 'none' };
  return {
    ...{ channel: 'email', name: 'E-mail da loja', department: 'Suporte', address, fromName: 'Loja Aurora' },
    ...{ user: address, password: servers.password, sinceDays: 1, signature: '{{atendente.nome}}' },
    imap: { ...server, port: servers.imapPort },
    smtp: { ...server, port: servers.smtpPort },
  };
}

/** The demo's workspace with more connections; its form is answered by these first. */
export async function writeShopFile(
  file: string,
  connections: { channel: string; name: string }[],
  answeredBy: string[] | null = null,
): Promise<void> {
  const demo = workspaceFile.parse(JSON.parse(await readFile(demoWorkspace, 'utf8')));
  const own = demo.connections.map((one) =>
    one.channel === 'form' && answeredBy !== null ? { ...one, answeredBy } : one,
  );
  await writeFile(file, JSON.stringify({ ...demo, connections: [...own, ...connections] }));
}
