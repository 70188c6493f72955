import { describe, expect, it } from 'vitest';
import { knownTarget } from '../../../src-renderer/start/known-target.ts';
import { markedParts } from '../../../src-renderer/start/marked-text.ts';
import { plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import type { Identity } from '../../../src-shared/protocol/entities.ts';
import { directory } from '../../e2e/gallery/people.ts';

const whatsapp = (address: string, phone: string | null): Identity => ({
  id: 'i1',
  channel: 'whatsapp',
  address,
  phone,
  profileName: null,
  ...plainIdentity,
});
const fromConversation = { kind: 'conversation', conversationId: 'c1' } as const;
const shownFor = (identity: Identity) =>
  knownTarget(fromConversation, { connectionId: 'wa', identityId: 'i1' }, { identities: [identity] }, directory)
    .identities[0]?.shown;

describe('whom «Nova conversa» is filled in with', () => {
  it.each([
    ['a mobile', whatsapp('5581991234567', '5581991234567'), '(81)991234567'],
    ['a mobile known without its ninth digit', whatsapp('558191234567', '558191234567'), '(81)91234567'],
    ['a landline', whatsapp('551140000000', '551140000000'), '(11)40000000'],
    ['a number of another country', whatsapp('16505551234', '16505551234'), '+16505551234'],
    ['somebody who hides their number', whatsapp('BR.1349020', null), 'BR.1349020'],
  ])('%s is shown as it is known', (_, identity, shown) => {
    expect(shownFor(identity)).toBe(shown);
  });

  it('takes the contact’s WhatsApp where the earlier conversation was on a channel that cannot begin one', () => {
    const site: Identity = { ...whatsapp('b1946', null), id: 'i9', channel: 'livechat' };
    const contact = { identities: [site, whatsapp('5581991234567', '5581991234567')] };
    expect(knownTarget(fromConversation, { connectionId: 'site', identityId: 'i9' }, contact, directory)).toMatchObject(
      { connectionId: null, identities: [{ id: 'i1' }], texts: { phone: '(81)991234567', email: '' } },
    );
    const onlySite = { identities: [site] };
    expect(
      knownTarget(fromConversation, { connectionId: 'site', identityId: 'i9' }, onlySite, directory),
    ).toMatchObject({
      connectionId: null,
      identities: [],
    });
  });
});

describe('a template’s words in the preview', () => {
  it.each([
    ['*forte* e _leve_', ['forte bold', ' e ', 'leve italic']],
    ['~era~ ```123```', ['era strike', ' ', '123 mono']],
    ['Oi, {{1}}!', ['Oi, ', '{{1}} place', '!']],
    ['3*4*5 e a_b_c', ['3*4*5 e a_b_c']],
    ['* solto', ['* solto']],
  ])('%j', (text, parts) => {
    expect(markedParts(text).map((part) => (part.mark === null ? part.text : `${part.text} ${part.mark}`))).toEqual(
      parts,
    );
  });
});
