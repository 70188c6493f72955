// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { gistOf } from '../../../src-shared/rules/message-gist.ts';
import { itemOf, message, picture } from '../../e2e/gallery/talk.ts';
import { online, openChat } from './open.tsx';

const open = (one: MessageView) => openChat({ items: [itemOf(one)] });
const said = async () => (await screen.findByRole('article')).textContent?.replace(/\u00a0/g, ' ') ?? '';
/** The present by the server's clock, as this machine knows it. */
const now = () => Date.now() - online.clockSkewMs;
const url = 'https://lookaside.fbsbx.com/story';
const story = (about: 'reply' | 'mention', at: number, text: string | null = null) =>
  message(1, { text, at, content: { type: 'story', about, url } });

test('an answer to a story says so above its words, and the story opens outside while it is there', async () => {
  const { user, asked } = open(story('reply', now() - 3_600_000, 'que lindo! tem P?'));
  expect(await said()).toContain('Respondeu a um story seu');
  expect(await said()).toContain('que lindo! tem P?');
  await user.click(screen.getByRole('link', { name: 'Ver o story' }));
  expect(asked('link.open')).toEqual([{ url }]);
  expect(screen.getByRole('log').querySelector('img, iframe')).toBeNull();
});

test('a mention without words is no empty message; after a day its story is gone', async () => {
  open(story('mention', now() - 25 * 3_600_000));
  expect(await said()).toContain('Mencionou você em um story · o story não está mais disponível');
  expect(await said()).not.toContain('Mensagem sem texto');
  expect(screen.queryByRole('link')).toBeNull();
});

test('what says nothing but a story is told as one in lists, and the rest as ever', () => {
  const { content } = story('mention', now());
  expect(gistOf({ kind: 'text', text: null, media: null, content }, false)).toMatchObject({
    nature: 'story',
    text: '',
  });
  expect(gistOf({ kind: 'text', text: 'amei', media: null, content }, false)).toMatchObject({
    nature: null,
    text: 'amei',
  });
});

test('several pictures of one message are all shown in it, as tiles of one size whatever their own', async () => {
  const attachments = ['b', 'c'].map((id) => ({ ...picture, id, width: 500, height: 1_600 }));
  open(message(1, { kind: 'image', media: picture, attachments }));
  const opening = await screen.findAllByRole('button', { name: /imagem/i });
  const sizes = opening.map((one) => one.querySelector('img')).map((image) => [image?.width, image?.height]);
  expect(sizes).toEqual([0, 1, 2].map(() => [156, 156]));
});

test('a film or a paper beside a picture is shown as what it is', async () => {
  const paper = { ...picture, id: 'b', mime: 'application/pdf', name: 'nota.pdf' };
  open(message(1, { kind: 'image', media: picture, attachments: [paper] }));
  expect(await screen.findAllByRole('button', { name: /imagem/i })).toHaveLength(1);
  expect(await said()).toContain('nota.pdf');
});
