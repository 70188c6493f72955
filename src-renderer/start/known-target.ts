import type { ConversationView, Directory } from '../../src-shared/bridge/views.ts';
import type { Channel, Connection, Identity } from '../../src-shared/protocol/entities.ts';
import { identityWords } from '../../src-shared/rules/identity-words.ts';
import { formatStartNumber, readStartNumber } from '../../src-shared/rules/start-number.ts';
import { startsBy } from '../../src-shared/rules/start-ways.ts';
import type { StartFrom } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';

/** With what the dialog is filled in. */
export interface KnownTarget {
  connectionId: string | null;
  /** The customer's addresses that may be written to first, the one that was meant before all. */
  identities: readonly KnownIdentity[];
  /** What stands in «Para» at first, for either kind of it. */
  texts: { phone: string; email: string };
}

export interface KnownIdentity {
  id: string;
  channel: Channel;
  /** What stands in «Para» for it; as long as it stands there unchanged, the identity itself is meant. */
  shown: string;
}

/** The connections a conversation may be begun through. */
export const startConnections = (directory: Pick<Directory, 'connections'>): Connection[] =>
  directory.connections.filter((connection) => connection.active && startsBy(connection) !== null);

const nothing: KnownTarget = { connectionId: null, identities: [], texts: { phone: '', email: '' } };

/** Whom an earlier conversation was with, or a contact's own address; undefined while it is looked up. */
export function useKnownTarget(from: StartFrom | null): KnownTarget | undefined {
  const directory = useWatch('directory', {});
  const conversation = useWatch('conversation', {
    conversationId: from?.kind === 'conversation' ? from.conversationId : NOBODY,
  });
  const contactId = from?.kind === 'identity' ? from.contactId : (conversation?.contactId ?? NOBODY);
  const contact = useWatch('contact', { contactId });
  if (directory === undefined) return undefined;
  if (from === null) return nothing;
  if (from.kind === 'number') return { ...nothing, texts: { phone: formatStartNumber(from.number), email: '' } };
  if (from.kind === 'conversation' && conversation === undefined) return undefined;
  if (from.kind === 'conversation' && conversation === null) return nothing;
  if (contact === undefined) return undefined;
  const through = from.kind === 'conversation' ? from.through : undefined;
  return knownTarget(from, through ?? conversation ?? null, contact, directory);
}

/** No conversation and no contact has this id: a watch has arguments even when there is nothing to look for. */
const NOBODY = 'none';

export function knownTarget(
  from: Exclude<StartFrom, { kind: 'number' }>,
  conversation: Pick<ConversationView, 'connectionId' | 'identityId'> | null,
  contact: { identities: readonly Identity[] } | null,
  directory: Pick<Directory, 'connections'>,
): KnownTarget {
  const usable = startConnections(directory);
  const wanted = from.kind === 'identity' ? from.identityId : conversation?.identityId;
  const reachable = (contact?.identities ?? []).filter(({ channel }) => usable.some((one) => one.channel === channel));
  const meant = reachable.find(({ id }) => id === wanted);
  const identities = (meant === undefined ? reachable : [meant, ...reachable.filter((one) => one !== meant)]).map(
    knownIdentity,
  );
  const shown = (isMail: boolean) => identities.find(({ channel }) => (channel === 'email') === isMail)?.shown ?? '';
  return {
    connectionId: usable.find(({ id }) => id === conversation?.connectionId)?.id ?? null,
    identities,
    texts: { phone: shown(false), email: shown(true) },
  };
}

const knownIdentity = (identity: Identity): KnownIdentity => ({
  id: identity.id,
  channel: identity.channel,
  shown: shownAddress(identity),
});

function shownAddress(identity: Identity): string {
  if (identity.phone !== null && readStartNumber(`+${identity.phone}`).digits.length >= 10) {
    const formatted = formatStartNumber(`+${identity.phone}`);
    if (identity.phone.startsWith('55')) return formatted;
  }
  return identityWords(identity) ?? identity.address;
}
