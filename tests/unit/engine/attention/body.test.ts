import { expect, test } from 'vitest';
import { bodyOf } from '../../../../src-main/engine/attention/body.ts';
import { textsOf } from '../../../../src-main/engine/texts.ts';
import { plainMedia } from '../../../../src-shared/protocol/defaults.ts';
import { messageOf } from '../cache/entities.ts';

const said = (change: Parameters<typeof messageOf>[0]) => bodyOf(messageOf(change), textsOf('pt-BR'));
const sound = {
  ...plainMedia,
  id: 's',
  mime: 'audio/ogg',
  bytes: 1,
  name: 'PTT.ogg',
  width: null,
  height: null,
  state: 'ready' as const,
};

test.each([
  ['a text as it is', { text: 'oi\n\ntudo bem?' }, 'oi tudo bem?'],
  ['a voice note', { kind: 'audio' as const, text: null, media: { ...sound, voice: true } }, 'Mensagem de voz'],
  ['a file of sound by name', { kind: 'audio' as const, text: null, media: sound }, 'Áudio: PTT.ogg'],
  [
    'a place by name',
    {
      kind: 'location' as const,
      text: null,
      content: { type: 'location' as const, latitude: 1, longitude: 2, name: 'Loja Recife', address: null },
    },
    'Localização: Loja Recife',
  ],
  ['a sticker', { kind: 'sticker' as const, text: null }, 'Figurinha'],
  ['a deleted message', { text: null, deletedAt: 5 }, 'Mensagem apagada'],
])('a notification says %s', (_what, change, words) => {
  expect(said(change)).toBe(words);
});

test('a long text is cut, with a sign that it goes on', () => {
  const body = said({ text: 'palavra '.repeat(100) });
  expect(body).toHaveLength(160);
  expect(body.endsWith('…')).toBe(true);
});
