// @vitest-environment jsdom
import { act, createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import ChatPane from '../../../src-renderer/chat/ChatPane.tsx';
import type { UploadView } from '../../../src-shared/bridge/views.ts';
import { offline, openChat, type Story, show, storyBridge } from './open.tsx';

const jpeg = (name: string, bytes = 2_000) => new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' });
const upload: UploadView = {
  id: 'u1',
  conversationId: 'mariana',
  name: 'foto.jpg',
  mime: 'image/jpeg',
  bytes: 2_000,
  sentBytes: 1_000,
  state: 'uploading',
  mediaId: null,
  error: null,
};

function openCounting(story: Story = {}) {
  const bridge = storyBridge(story);
  const uploaded: string[] = [];
  const counting = Object.assign(bridge, {
    upload: (_conversationId: string, _file: Blob, name: string) => {
      uploaded.push(name);
      return Promise.resolve({ ok: true as const, id: 'u1' });
    },
  });
  return { ...show(<ChatPane conversationId="mariana" focus={null} />, counting), uploaded };
}

const chooser = async () => {
  await screen.findByRole('button', { name: 'Anexar arquivo' });
  const input = document.querySelector('input[type="file"]');
  if (!(input instanceof HTMLInputElement)) throw new Error('the composer has a file field');
  return input;
};

test('a picture is attached by the button', async () => {
  const { user, uploaded } = openCounting();
  await user.upload(await chooser(), jpeg('foto.jpg'));
  expect(uploaded).toEqual(['foto.jpg']);
});

test('files chosen together are taken in the order they were chosen, however long each takes', async () => {
  const asked: string[] = [];
  const taken: (() => void)[] = [];
  const slow = Object.assign(storyBridge({}), {
    upload: (_conversationId: string, _file: Blob, name: string) => {
      asked.push(name);
      return new Promise<{ ok: true; id: string }>((done) => taken.push(() => done({ ok: true, id: name })));
    },
  });
  const { user } = show(<ChatPane conversationId="mariana" focus={null} />, slow);
  await user.upload(await chooser(), [jpeg('primeira.jpg'), jpeg('segunda.jpg')]);
  await waitFor(() => expect(asked).toEqual(['primeira.jpg']));
  taken[0]?.();
  await waitFor(() => expect(asked).toEqual(['primeira.jpg', 'segunda.jpg']));
});

test('a picture is attached by pasting it', async () => {
  const { uploaded } = openCounting();
  const field = await screen.findByRole('textbox', { name: 'Mensagem' });
  fireEvent.paste(field, { clipboardData: { files: [jpeg('colada.jpg')], types: ['Files'] } });
  await waitFor(() => expect(uploaded).toEqual(['colada.jpg']));
});

test('a picture is attached by dropping it anywhere on the chat, which says so meanwhile', async () => {
  const { uploaded } = openCounting();
  const chat = await screen.findByRole('region', { name: /^Conversa com Mariana/ });
  const dataTransfer = { files: [jpeg('solta.jpg')], types: ['Files'], dropEffect: 'none' };
  fireEvent.dragEnter(chat, { dataTransfer });
  expect(screen.getByText('Solte para anexar')).toBeInTheDocument();
  fireEvent.drop(chat, { dataTransfer });
  expect(screen.queryByText('Solte para anexar')).not.toBeInTheDocument();
  await waitFor(() => expect(uploaded).toEqual(['solta.jpg']));
});

test('offline a dropped file is neither attached nor opened by the browser', async () => {
  const { uploaded } = openCounting({ connection: offline });
  const chat = await screen.findByRole('region', { name: /^Conversa com Mariana/ });
  const dataTransfer = { files: [jpeg('solta.jpg')], types: ['Files'], dropEffect: 'none' };
  fireEvent.dragEnter(chat, { dataTransfer });
  expect(screen.getByText('Não é possível anexar agora')).toBeInTheDocument();
  const drop = createEvent.drop(chat, { dataTransfer });
  fireEvent(chat, drop);
  expect(drop.defaultPrevented).toBe(true);
  expect(uploaded).toEqual([]);
});

test('what the channel would refuse is refused before it is uploaded (B6)', async () => {
  const { uploaded } = openCounting();
  const chat = await screen.findByRole('region', { name: /^Conversa com Mariana/ });
  const pdf = new File(['x'], 'nota.pdf', { type: 'application/pdf' });
  const dataTransfer = { files: [pdf, jpeg('enorme.jpg', 5_000_001)], types: ['Files'], dropEffect: 'none' };
  fireEvent.drop(chat, { dataTransfer });
  expect(await screen.findByText('«nota.pdf»: este canal não aceita arquivos deste tipo')).toBeInTheDocument();
  expect(screen.getByText('«enorme.jpg» tem 4,8 MB, e o limite deste canal é 4,8 MB')).toBeInTheDocument();
  expect(uploaded).toEqual([]);
});

test('progress is shown, sending waits for it, and the upload can be cancelled', async () => {
  const { user, asked } = openChat({ data: { watches: { uploads: [upload] } } });
  expect(await screen.findByRole('progressbar', { name: 'Enviando foto.jpg: 50%' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Enviar' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Cancelar foto.jpg' }));
  expect(asked('upload.cancel')).toEqual([{ id: 'u1' }]);
});

test('a failed upload says why and does not hold the text back', async () => {
  const failed: UploadView = { ...upload, state: 'failed', error: 'unsupported-media' };
  const { user, asked } = openChat({ data: { watches: { uploads: [failed] } } });
  expect(await screen.findByText('Tipo não aceito por este canal')).toBeInTheDocument();
  await user.type(screen.getByRole('textbox', { name: 'Mensagem' }), 'vai sem foto{Enter}');
  expect(asked('server.message.send')).toEqual([
    { conversationId: 'mariana', text: 'vai sem foto', mediaId: null, quotedMessageId: null },
  ]);
});

test('two pictures and a text become two messages, the text with the first, and the tray is emptied', async () => {
  const ready: UploadView = { ...upload, state: 'ready', sentBytes: 2_000, mediaId: 'k1' };
  const { user, asked, bridge } = openChat({ data: { watches: { uploads: [ready] } } });
  await screen.findByText(/Pronto para enviar/);
  act(() => bridge.set('uploads', [ready, { ...ready, id: 'u2', mediaId: 'k2', name: 'outra.jpg' }]));
  await user.type(screen.getByRole('textbox', { name: 'Mensagem' }), 'olha só{Enter}');
  await waitFor(() =>
    expect(asked('server.message.send')).toEqual([
      { conversationId: 'mariana', text: 'olha só', mediaId: 'k1', quotedMessageId: null },
      { conversationId: 'mariana', text: null, mediaId: 'k2', quotedMessageId: null },
    ]),
  );
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Anexos' })).not.toBeInTheDocument());
});
