import type { ContactView, ConversationView, Directory } from '../../src-shared/bridge/views.ts';
import type { Connection, Identity } from '../../src-shared/protocol/entities.ts';
import { identityWords } from '../../src-shared/rules/identity-words.ts';
import { formatStartNumber, readStartNumber } from '../../src-shared/rules/start-number.ts';
import type { StartFrom } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';

/** With what the dialog is filled in. */
export interface KnownTarget {
  connectionId: string | null;
  identity: KnownIdentity | null;
  /** What stands in «Para» at first. */
  number: string;
}

export interface KnownIdentity {
  id: string;
  /** What stands in «Para» for it; as long as it stands there unchanged, the identity itself is meant. */
  shown: string;
  /** Known by a number, so it may be written to through any of our numbers. */
  title: string;
}

/** The connections a conversation may be begun through. */
export const startConnections = (directory: Pick<Directory, 'connections'>): Connection[] =>
  directory.connections.filter(({ active, capabilities }) => active && capabilities.templates);

const nothing: KnownTarget = { connectionId: null, identity: null, number: '' };

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
  if (from.kind === 'number') return { ...nothing, number: formatStartNumber(from.number) };
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
  contact: (Pick<ContactView, 'title'> & { identities: readonly Identity[] }) | null,
  directory: Pick<Directory, 'connections'>,
): KnownTarget {
  const usable = startConnections(directory);
  const wanted = from.kind === 'identity' ? from.identityId : conversation?.identityId;
  const identities = contact?.identities ?? [];
  const reachable = (identity: Identity) => usable.some(({ channel }) => channel === identity.channel);
  const identity =
    identities.find((one) => one.id === wanted && reachable(one)) ?? identities.find((one) => reachable(one)) ?? null;
  const connection = usable.find(({ id }) => id === conversation?.connectionId);
  const shown = identity === null ? '' : shownAddress(identity);
  return {
    connectionId: connection?.id ?? null,
    identity: identity === null ? null : { id: identity.id, shown, title: contact?.title ?? '' },
    number: shown,
  };
}

function shownAddress(identity: Identity): string {
  if (identity.phone !== null && readStartNumber(`+${identity.phone}`).digits.length >= 10) {
    const formatted = formatStartNumber(`+${identity.phone}`);
    if (identity.phone.startsWith('55')) return formatted;
  }
  return identityWords(identity) ?? identity.address;
}
