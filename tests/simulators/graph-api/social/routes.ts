import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PendingFaults } from '../faults.ts';
import type { MediaStore } from '../media-store.ts';
import { arranged, errorBody, invalid, noSuchPerson, outsideWindow, type SocialError, wrongToken } from './errors.ts';
import type { SocialPeople } from './people.ts';
import { type AttachmentType, checkSend, isInWindow, type SocialSend, uploadProblem } from './send-rules.ts';
import type { SocialAccount } from './social-graph.ts';

/** What the business sent to a customer, as the customer has it. */
export interface SocialMessage {
  id: string;
  accountId: string;
  to: string;
  text: string | null;
  attachment: { type: AttachmentType; mime: string; bytes: Uint8Array; name: string | null } | null;
  quotedId: string | null;
  /** By which it went outside the standard window. */
  tag: 'HUMAN_AGENT' | null;
  metadata: string | null;
  at: number;
}

interface RouteDeps {
  accessToken: string;
  accounts: readonly SocialAccount[];
  now: () => number;
  media: MediaStore;
  people: SocialPeople;
  faults: PendingFaults;
  strangers?: 'open' | 'closed' | undefined;
  messageId(): string;
  accepted(account: SocialAccount, message: SocialMessage): Promise<void>;
}

/** Send API, attachment upload, profiles and the addresses of media. */
export function registerSocial(app: FastifyInstance, deps: RouteDeps) {
  const { media, people, faults, now } = deps;
  const sent: SocialMessage[] = [];
  const names = new Map<string, string>();
  const inChat = new Set<string>();
  /** A message of before the start may be meant as well, where strangers may. */
  const isInChat = (id: string | null) => deps.strangers === 'open' || inChat.has(id ?? '');
  const actions: { to: string; action: string; target: string | null; reaction: string | null }[] = [];
  const asked: string[] = [];
  /** The customers' messages with media, which can be asked for again. */
  const received = new Map<string, () => object[]>();
  const listeners = new Set<(message: SocialMessage) => void>();
  const silent = new Set<() => void>();
  const refuse = (reply: FastifyReply, error: SocialError) => reply.code(error.status).send(errorBody(error));

  function caller(request: FastifyRequest<{ Params: { account: string } }>): SocialAccount | SocialError {
    if (request.headers.authorization !== `Bearer ${deps.accessToken}`) return wrongToken;
    const found = deps.accounts.find((one) => (one.senderId ?? one.accountId) === request.params.account);
    return found ?? invalid('Object does not exist or cannot be loaded due to missing permissions');
  }

  app.post<{ Params: { account: string } }>('/:version/:account/messages', async (request, reply) => {
    const account = caller(request);
    if ('code' in account) return refuse(reply, account);
    const checked = checkSend(request.body, account.product, media);
    if (!checked.ok) return refuse(reply, checked.error);
    const refusal = refusalOf(account, checked.send);
    if (refusal !== null) return refuse(reply, refusal);
    const { send } = checked;
    if (send.ask === 'action') {
      actions.push({ to: send.to, action: send.action, target: send.target, reaction: send.reaction });
      return { recipient_id: send.to };
    }
    const message = accept(account, send);
    await deps.accepted(account, message);
    const answer = faults.answer();
    if (answer === 'given') return { recipient_id: send.to, message_id: message.id };
    reply.hijack();
    if (answer === 'lost') request.raw.socket.destroy();
    else silent.add(() => request.raw.socket.destroy());
  });

  function refusalOf({ product, accountId, humanAgent = false }: SocialAccount, send: SocialSend): SocialError | null {
    const code = faults.sendRefusal();
    if (code !== null) return arranged(code);
    const silentFor = people.silentFor(accountId, send.to, now());
    if (silentFor === null) return noSuchPerson(product);
    if (send.ask === 'action') {
      const wantsTarget = send.action === 'react' || send.action === 'unreact';
      return wantsTarget && !isInChat(send.target) ? invalid('Invalid message id') : null;
    }
    if (!isInWindow(send.tag, silentFor, humanAgent)) return outsideWindow(product);
    return send.quotedId !== null && !isInChat(send.quotedId) ? invalid('Invalid reply_to mid') : null;
  }

  function accept(account: SocialAccount, send: Extract<SocialSend, { ask: 'message' }>): SocialMessage {
    const { to, text, attachment, quotedId, tag, metadata } = send;
    const message: SocialMessage = {
      ...{ id: deps.messageId(), accountId: account.accountId, to, text, quotedId, tag, metadata, at: now() },
      attachment: attachment && {
        type: attachment.type,
        mime: attachment.stored.mime,
        bytes: attachment.stored.bytes,
        name: names.get(attachment.stored.id) ?? null,
      },
    };
    inChat.add(message.id);
    sent.push(message);
    for (const listener of listeners) listener(message);
    return message;
  }

  app.post<{ Params: { account: string } }>('/:version/:account/message_attachments', async (request, reply) => {
    const account = caller(request);
    if ('code' in account) return refuse(reply, account);
    if (!request.isMultipart()) return refuse(reply, invalid('Param filedata is missing'));
    const fields = new Map<string, string>();
    let file: { mime: string; name: string; bytes: Uint8Array } | null = null;
    for await (const part of request.parts()) {
      if (part.type === 'file')
        file = { mime: part.mimetype, name: part.filename, bytes: new Uint8Array(await part.toBuffer()) };
      else if (typeof part.value === 'string') fields.set(part.fieldname, part.value);
    }
    const problem = uploadProblem(fields, file, account.product);
    if (problem !== null || file === null) return refuse(reply, problem ?? invalid('Param filedata is missing'));
    const { id } = media.put(file.bytes, file.mime);
    names.set(id, file.name);
    return { attachment_id: id };
  });

  app.get<{ Params: { id: string }; Querystring: { fields?: string } }>('/:version/:id', (request, reply) => {
    if (request.headers.authorization !== `Bearer ${deps.accessToken}`) return refuse(reply, wrongToken);
    if (request.query.fields?.startsWith('attachments')) {
      const enclosed = received.get(request.params.id);
      if (enclosed === undefined) return refuse(reply, invalid('Object does not exist or cannot be loaded'));
      return reply.send({ id: request.params.id, attachments: { data: enclosed() } });
    }
    asked.push(request.params.id);
    const person = people.known(request.params.id);
    if (person === null) return refuse(reply, { status: 400, code: 230, message: 'User consent is required' });
    const { id, name, username } = person;
    return reply.send({ id, ...(name === '' ? {} : { name }), ...(username === undefined ? {} : { username }) });
  });

  app.get<{ Params: { token: string } }>('/cdn/:token/:name', (request, reply) => {
    const stored = media.at(request.params.token);
    if (!stored) return reply.code(403).send();
    return reply.header('content-type', stored.mime).send(Buffer.from(stored.bytes));
  });

  return {
    /** A message of the customer's: it can be quoted and reacted to. */
    heard(id: string, enclosed?: () => object[]) {
      inChat.add(id);
      if (enclosed !== undefined) received.set(id, enclosed);
    },
    sent: (): readonly SocialMessage[] => sent,
    actions: () => actions,
    profilesAsked: () => asked,
    onMessage(listener: (message: SocialMessage) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      for (const end of silent) end();
    },
  };
}
