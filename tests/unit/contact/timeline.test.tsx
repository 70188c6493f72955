// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import ContactPanel from '../../../src-renderer/contact/ContactPanel.tsx';
import type { WatchArgs } from '../../../src-shared/bridge/contract.ts';
import type { ContactView, TimelineEntry } from '../../../src-shared/bridge/views.ts';
import { MINUTE, NOW } from '../../e2e/gallery/people.ts';
import { mari } from '../../e2e/gallery/talk.ts';
import { show, storyBridge } from '../chat/open.tsx';

const conversation = { id: 'old', protocol: '2026-0000007', channel: 'instagram', connectionName: 'Loja' } as const;
const entry = (id: string, change: Partial<TimelineEntry> & Pick<TimelineEntry, 'kind' | 'what'>): TimelineEntry => ({
  ...{ id, at: NOW - MINUTE, byId: null, byName: null, conversation: null },
  ...change,
});
const said = (id: string, text: string, at = NOW - MINUTE): TimelineEntry =>
  entry(id, {
    ...{ at, kind: 'message', conversation },
    what: {
      ...{ type: 'message', messageId: id, position: 1, direction: 'inbound', kind: 'text', nature: null },
      ...{ text, status: null, elsewhere: false },
    },
  });
const linked = entry('e1', {
  kind: 'merge',
  what: {
    type: 'event',
    names: {},
    event: {
      ...{ type: 'merged', mergeId: 'm1', otherId: 'outra', otherTitle: 'M. Cavalcanti' },
      reasons: [{ kind: 'cpf', value: '52998224725' }],
    },
  },
});
const tagged = entry('e2', {
  ...{ kind: 'field', byId: 'ana', byName: 'Ana Souza' },
  what: { type: 'event', names: { vip: 'VIP' }, event: { type: 'tag', tagId: 'vip', change: 'added' } },
});

type Asked = WatchArgs<'contact.timeline'>;

async function openTimeline(all: TimelineEntry[], contact: Partial<ContactView> = {}) {
  const asked: Asked[] = [];
  const opened = show(
    <ContactPanel conversationId="mariana" />,
    storyBridge({
      data: {
        watches: {
          contact: { ...mari, ...contact },
          'contact.timeline': (args) => {
            asked.push(args);
            const passing = all.filter(({ kind }) => args.kinds.length === 0 || args.kinds.includes(kind));
            return { contactId: 'mari', items: passing.slice(0, args.limit), hasMore: passing.length > args.limit };
          },
        },
      },
    }),
  );
  await opened.user.click(await screen.findByRole('tab', { name: 'Linha do tempo' }));
  const list = await screen.findByRole('listbox', { name: 'Linha do tempo' });
  return { ...opened, list, narrowed: asked };
}

test('everything about the customer stands in one line of time, in words, by day', async () => {
  const yesterday = NOW - 24 * 60 * MINUTE;
  const { list } = await openTimeline([said('m3', 'chega quando?'), linked, tagged, said('m1', 'oi', yesterday)]);
  await within(list).findByText('chega quando?');
  const options = within(list).getAllByRole('option');
  expect(options).toHaveLength(4);
  expect(options[0]).toHaveTextContent(/Cliente · Instagram · 2026-0000007/);
  expect(options[1]).toHaveTextContent('Mesma pessoa reconhecida: M. Cavalcanti (mesmo CPF 529.982.247-25)');
  expect(options[2]).toHaveTextContent(/Tag adicionada: VIP.*Ana Souza/);
  expect(within(list).getAllByText(/^\S+-feira, |^sábado, |^domingo, /)).toHaveLength(2);
});

test('the arrows walk the entries, and Enter opens where one happened: a message, the record, a merge to separate', async () => {
  const part = {
    ...{ id: 'outra', title: 'M. Cavalcanti', intoId: 'mari', mergeId: 'm1', at: 1, byId: null, byName: null },
    ...{ identities: [], reasons: [] },
  };
  const { user, list, route } = await openTimeline([said('m3', 'chega quando?'), linked, tagged], { parts: [part] });
  await within(list).findByText('chega quando?');
  list.focus();
  await user.keyboard('{ArrowDown}{Enter}');
  expect(route.getState()).toMatchObject({ conversationId: 'old', focus: { messageId: 'm3' } });
  await user.keyboard('{ArrowDown}{Enter}');
  const dialog = await screen.findByRole('dialog', { name: 'Separar M. Cavalcanti?' });
  await user.click(within(dialog).getAllByRole('button', { name: 'Cancelar' })[0] ?? dialog);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await user.click(within(list).getByText('Tag adicionada: VIP'));
  expect(await screen.findByRole('region', { name: 'Tags' })).toBeInTheDocument();
});

test('it is narrowed by kind and by channel, and says when nothing is left', async () => {
  const { user, narrowed } = await openTimeline([tagged]);
  await user.click(screen.getByRole('button', { name: 'Mensagens' }));
  await user.click(screen.getByRole('button', { name: 'Instagram' }));
  expect(narrowed.at(-1)).toEqual({ contactId: 'mari', kinds: ['message'], channels: ['instagram'], limit: 100 });
  expect(await screen.findByText('Nada com este filtro')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Limpar filtro' }));
  expect(await screen.findByText('Tag adicionada: VIP')).toBeInTheDocument();
});

test('of five thousand entries a page is asked for at a time, and only what is seen is in the page', async () => {
  const { list, narrowed } = await openTimeline(Array.from({ length: 5_000 }, (_, n) => said(`m${n}`, `linha ${n}`)));
  await within(list).findByText('linha 0');
  expect(narrowed.map(({ limit }) => limit)).toEqual([100]);
  expect(within(list).getAllByRole('option').length).toBeLessThan(100);
});

test('H opens the timeline from anywhere in the conversation', async () => {
  const { user, actions } = await openTimeline([tagged]);
  await user.click(screen.getByRole('tab', { name: 'Ficha' }));
  const action = actions.list().find(({ id }) => id === 'contact.timeline');
  act(() => action?.run());
  expect(await screen.findByRole('listbox', { name: 'Linha do tempo' })).toHaveFocus();
});
