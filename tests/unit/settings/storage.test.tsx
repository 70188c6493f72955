// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { roomWords } from '../../../src-renderer/settings/storage/room.ts';
import StorageSettings from '../../../src-renderer/settings/storage/StorageSettings.tsx';
import type { StorageView } from '../../../src-shared/bridge/storage.ts';
import { show, storyBridge } from '../chat/open.tsx';

const none = { files: 0, bytes: 0 };
const usage: StorageView = {
  conversations: { unfinished: 38, period: 1_240, asked: 7 },
  messages: 48_213,
  textBytes: 96_400_000,
  media: {
    image: { files: 812, bytes: 214_000_000 },
    audio: { files: 90, bytes: 9_500_000 },
    video: none,
    document: none,
    unknown: none,
  },
};

function openStorage() {
  const bridge = storyBridge({
    data: {
      queries: { storage: usage },
      watches: {
        'storage.freeing': null,
        preferences: {
          theme: 'system',
          density: 'comfortable',
          language: 'pt-BR',
          zoom: 1,
          listWidth: 360,
          notifications: { newConversation: true, newMessage: true, mention: true, sound: true },
          shortcuts: {},
        },
      },
      actions: { 'storage.free': { ok: true, bytes: 223_500_000 } },
    },
  });
  return { ...show(<StorageSettings />, bridge), bridge };
}

test('what this computer keeps is told by kind, with its room and the sum', async () => {
  openStorage();
  const table = within(await screen.findByRole('table'));
  expect(table.getByRole('row', { name: /Atendimentos em aberto 38/ })).toBeInTheDocument();
  expect(table.getByRole('row', { name: /Mensagens 48\.213 96,4 MB/ })).toBeInTheDocument();
  expect(table.getByRole('row', { name: /Imagens 812 214 MB/ })).toBeInTheDocument();
  expect(table.queryByText('Outros arquivos')).not.toBeInTheDocument();
  expect(table.getByRole('row', { name: /Total 320 MB/ })).toBeInTheDocument();
});

test('the period and the room for media are chosen in place', async () => {
  const { user, asked } = openStorage();
  const period = within(await screen.findByRole('radiogroup', { name: 'Guardar atendimentos finalizados por' }));
  expect(period.getByRole('radio', { name: '90 dias' })).toBeChecked();
  await user.click(period.getByRole('radio', { name: '1 ano' }));
  const limit = within(screen.getByRole('radiogroup', { name: 'Espaço para imagens, áudios, vídeos e documentos' }));
  await user.click(limit.getByRole('radio', { name: '5 GB' }));
  expect(asked('preferences.set')).toEqual([{ keepDays: 365 }, { mediaLimitGb: 5 }]);
});

test('freeing asks first, shows how far it is, and says how much it gave', async () => {
  const { user, bridge, asked } = openStorage();
  await user.click(await screen.findByRole('button', { name: 'Liberar espaço agora' }));
  const dialog = await screen.findByRole('dialog', { name: 'Liberar espaço agora?' });
  expect(dialog).toHaveTextContent('224 MB de arquivos');
  expect(asked('storage.free')).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Liberar espaço' }));
  expect(await screen.findByText('Espaço liberado: 224 MB')).toBeInTheDocument();
  expect(asked('storage.free')).toHaveLength(1);
  bridge.set('storage.freeing', { step: 'media', done: 40 });
  expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
});

test('room is told in the unit people say', () => {
  expect(roomWords(0, 'pt-BR')).toBe('0 byte');
  expect(roomWords(1_234, 'pt-BR')).toBe('1,2 kB');
  expect(roomWords(999_700, 'pt-BR')).toBe('1 MB');
  expect(roomWords(12_340_000_000, 'pt-BR')).toBe('12,3 GB');
});
