// @vitest-environment jsdom
import { act, renderHook, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { logLines } from '../../../src-renderer/chat/log/lines.ts';
import { useUnseen } from '../../../src-renderer/chat/unseen.ts';
import type { ChatItem } from '../../../src-shared/bridge/views.ts';
import { message } from '../../e2e/gallery/talk.ts';
import { openChat } from './open.tsx';

const said = (position: number, change: Parameters<typeof message>[1] = {}): ChatItem => {
  const one = message(position, change);
  return { type: 'message', id: one.id, message: one };
};

test('news are what customer and colleagues said beyond what was on the screen', () => {
  const first = logLines([said(1, { text: 'oi' })]);
  const { result, rerender } = renderHook(({ lines }) => useUnseen('mariana', lines, 'ana'), {
    initialProps: { lines: first },
  });
  // Before the end was seen once, nothing is held back.
  expect(result.current.now()).toEqual([]);
  expect(result.current.seenPosition()).toBeNull();
  act(() => result.current.sawEnd());
  expect(result.current.seenPosition()).toBe(1);
  const more = [
    said(1),
    said(2, { direction: 'outbound', authorId: 'ana', text: 'minha' }),
    said(3, { direction: 'note', authorId: 'bruno', text: 'observação' }),
    said(4, { direction: 'outbound', authorId: null, text: 'automática' }),
    said(5, { text: 'do cliente' }),
    said(6, { direction: 'outbound', authorId: 'bruno', text: 'do colega' }),
    said(7, { conversationId: 'outra', text: 'de outro atendimento' }),
  ];
  rerender({ lines: logLines(more) });
  expect(result.current.now().map(({ text }) => text)).toEqual(['do cliente', 'do colega']);
  act(() => result.current.sawEnd());
  expect(result.current.now()).toEqual([]);
});

test('a reply says up to where its writer had seen, so that the server can tell (B8)', async () => {
  const { user, asked } = openChat({ items: [said(7, { text: 'oi' })] });
  await user.type(await screen.findByRole('textbox', { name: 'Mensagem' }), 'Olá!{Enter}');
  expect(asked('server.message.send')).toMatchObject([{ text: 'Olá!', seenPosition: 7 }]);
});
