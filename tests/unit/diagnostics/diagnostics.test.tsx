// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import Diagnostics from '../../../src-renderer/diagnostics/Diagnostics.tsx';
import { jsonReport, knownPrivate, type ReportLine, textReport } from '../../../src-renderer/diagnostics/report.ts';
import { checkCodes, checkOrder } from '../../../src-shared/bridge/diagnostics.ts';
import en from '../../../src-shared/i18n/en/diagnostics.json' with { type: 'json' };
import es from '../../../src-shared/i18n/es/diagnostics.json' with { type: 'json' };
import pt from '../../../src-shared/i18n/pt-BR/diagnostics.json' with { type: 'json' };
import { show, storyBridge } from '../chat/open.tsx';

const keysOf = (texts: Record<string, Record<string, string>>, check: string) => Object.keys(texts[check] ?? {}).sort();

test.each([
  ['pt-BR', pt],
  ['en', en],
  ['es', es],
])('in %s every outcome has its words, and every one that is not well says what to do', (_language, texts) => {
  for (const check of checkOrder) {
    expect(keysOf(texts.says, check)).toEqual(Object.keys(checkCodes[check]).sort());
    const unwell = Object.entries(checkCodes[check]).filter(([, state]) => state === 'warning' || state === 'failed');
    const withoutWay = ['microphone.ask'];
    expect(keysOf(texts.todo, check)).toEqual(
      unwell
        .map(([code]) => code)
        .filter((code) => !withoutWay.includes(`${check}.${code}`))
        .sort(),
    );
  }
});

const unreachable = { check: 'server', code: 'unreachable', facts: { error: 'ECONNREFUSED' }, ms: 12 } as const;

test('the checks are numbered and run one after the other; each says how it stands, what to do and how long it took', async () => {
  const bridge = storyBridge({
    data: {
      queries: { 'diagnostics.check': unreachable },
      watches: { session: { phase: 'signed-out', serverUrl: 'https://loja.example', email: null, notice: null } },
      actions: { 'diagnostics.export': { ok: true, fileName: 'Documentos' } },
    },
  });
  const { user } = show(<Diagnostics />, bridge);
  const list = screen.getByRole('list', { name: 'Resultado' });
  expect(within(list).getAllByRole('listitem')).toHaveLength(checkOrder.length);
  expect(within(list).getByText('Conferindo')).toBeInTheDocument();
  const copy = screen.getByRole('button', { name: 'Copiar' });
  expect(copy).toBeDisabled();
  expect(await screen.findByText(/^Conferido:/)).toHaveTextContent('pontos de atenção');
  const first = within(list).getAllByRole('listitem')[0];
  expect(first).toHaveTextContent(
    /1\. Servidor.*O servidor não respondeu \(ECONNREFUSED\)\. Confira o cabo.*Problema.*12 ms/,
  );
  await user.click(screen.getByRole('button', { name: 'Exportar' }));
  expect(await screen.findByText('Diagnóstico salvo em Documentos')).toBeInTheDocument();
});

test('neither report tells who the agent is, where the server stands, or what a check was told by the system', () => {
  const known = knownPrivate({
    phase: 'locked',
    email: 'ana@loja.example',
    name: 'Ana Souza',
    serverUrl: 'https://turno.loja.example',
    signedIn: false,
  });
  const line: ReportLine = {
    result: {
      ...unreachable,
      facts: { error: 'getaddrinfo ENOTFOUND turno.loja.example', freeBytes: 123_456_789_012 },
    },
    state: 'failed',
    name: 'Servidor',
    stateWords: 'Problema',
    says: 'Souza: não respondeu (turno.loja.example, /home/ana/x)',
    todo: 'Confira o cabo.',
  };
  const head = { title: 'Diagnóstico', facts: [{ label: 'Sistema', value: 'Chrome/142.0.0.0 em ana@loja.example' }] };
  const text = textReport(head, [line], known);
  const json = jsonReport(head, [line], known);
  for (const report of [text, json]) expect(report).not.toMatch(/ana@|souza|loja\.example|\/home/i);
  expect(text).toContain('1. Servidor: Problema (12 ms)\n   [oculto]: não respondeu');
  expect(text).toContain('→ Confira o cabo.');
  expect(JSON.parse(json)).toMatchObject({
    about: { Sistema: 'Chrome/142.0.0.0 em [oculto]' },
    checks: [{ check: 'server', code: 'unreachable', facts: { freeBytes: 123_456_789_012 } }],
  });
});
