import { existsSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../src-backend/demo/seed/random.ts';
import { DDDS } from '../../../../src-shared/rules/phone.ts';
import {
  DEPARTMENTS,
  loadDialogues,
  PHOTOS,
  photoBytes,
  VOICES,
  voiceOf,
} from '../../../simulators/customers/dialogue.ts';
import { REQUESTS } from '../../../simulators/customers/intents.ts';
import { createMind } from '../../../simulators/customers/mind.ts';
import { THINGS, thingContent } from '../../../simulators/customers/things.ts';

const dialogues = loadDialogues();
const onInstagram = dialogues.find(({ id }) => id === 'direct-tacas-quebradas');

const dddsByState: Record<string, string> = {
  SP: '11 12 13 14 15 16 17 18 19',
  RJ: '21 22 24',
  ES: '27 28',
  MG: '31 32 33 34 35 37 38',
  PR: '41 42 43 44 45 46',
  SC: '47 48 49',
  RS: '51 53 54 55',
  DF: '61',
  GO: '62 64',
  TO: '63',
  MT: '65 66',
  MS: '67',
  AC: '68',
  RO: '69',
  BA: '71 73 74 75 77',
  SE: '79',
  PE: '81 87',
  AL: '82',
  PB: '83',
  RN: '84',
  CE: '85 88',
  PI: '86 89',
  PA: '91 93 94',
  AM: '92 97',
  RR: '95',
  AP: '96',
  MA: '98 99',
};

function checkDigit(digits: number[], weights: number[]): number {
  const rest = digits.reduce((sum, digit, index) => sum + digit * (weights[index] ?? 0), 0) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

function validCpf(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const first = checkDigit(digits.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = checkDigit([...digits.slice(0, 9), first], [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return digits.length === 11 && digits[9] === first && digits[10] === second;
}

function validCnpj(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const first = checkDigit(digits.slice(0, 12), [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = checkDigit([...digits.slice(0, 12), first], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  return digits.length === 14 && digits[12] === first && digits[13] === second;
}

describe('the people who write', () => {
  test('are at least 48, of every department and voice, with names and numbers of their own', () => {
    expect(dialogues.length).toBeGreaterThanOrEqual(48);
    expect(new Set(dialogues.map((d) => d.department))).toEqual(new Set(DEPARTMENTS));
    expect(new Set(dialogues.map((d) => d.persona.voice))).toEqual(new Set(VOICES));
    for (const department of DEPARTMENTS) {
      expect(dialogues.filter((d) => d.department === department).length).toBeGreaterThanOrEqual(12);
    }
    expect(new Set(dialogues.map((d) => d.id)).size).toBe(dialogues.length);
    const people = dialogues.filter((d) => d !== onInstagram);
    expect(new Set(people.map((d) => d.persona.phone)).size).toBe(people.length);
    expect(new Set(people.map((d) => d.persona.name)).size).toBe(people.length);
  });

  test('one of them writes on WhatsApp and on Instagram, and says there unasked by which e-mail the shop knows them', () => {
    const { name, email, cpf, phone } = onInstagram?.facts ?? {};
    const same = dialogues.filter(({ persona }) => persona.name === name);
    expect(same.map(({ persona }) => persona.channel).sort()).toEqual(['instagram', 'whatsapp']);
    for (const { facts } of same) expect(facts).toMatchObject({ email, cpf, phone });
    for (const burst of onInstagram?.opening ?? []) expect(JSON.stringify(burst)).toContain(email);
  });

  test('on Instagram they have a name of their own there, answer stories, mention the shop and send several pictures at once', () => {
    const direct = dialogues.filter(({ persona }) => persona.channel === 'instagram');
    const names = direct.map(({ persona }) => persona.username);
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(direct.length);
    const stories = direct.flatMap(({ cameFrom }) => (cameFrom?.type === 'story' ? [cameFrom.about] : []));
    expect(new Set(stories)).toEqual(new Set(['reply', 'mention']));
    expect(JSON.stringify(direct)).toContain('"photos":[');
  });

  test.each(dialogues)(
    '$id: the number is of the state, CPF and CNPJ have their check digits',
    ({ persona, facts }) => {
      const ddd = persona.phone.slice(2, 4);
      expect(DDDS.has(ddd)).toBe(true);
      expect((dddsByState[persona.state] ?? '').split(' ')).toContain(ddd);
      const local = persona.phone.slice(4);
      expect(local).toMatch(/^(9\d{8}|[2-5]\d{7})$/);
      expect(validCpf(facts.cpf ?? '')).toBe(true);
      if (persona.voice === 'empresa') expect(validCnpj(facts.cnpj ?? '')).toBe(true);
      expect(facts.cep).toMatch(/^\d{5}-\d{3}$/);
    },
  );

  test('no two begin with the same words or complain of silence in the same way throughout', () => {
    const openings = dialogues.flatMap((d) => d.opening.map((burst) => JSON.stringify(burst)));
    expect(new Set(openings).size).toBe(openings.length);
    const silences = dialogues.map((d) => JSON.stringify(d.silence));
    expect(new Set(silences).size).toBe(silences.length);
  });

  test('every fact named in braces is known, whatever is asked', () => {
    for (const dialogue of dialogues) {
      for (let seed = 1; seed <= 6; seed += 1) {
        const mind = createMind({ dialogue, voice: voiceOf(dialogue.persona), random: createRandom(seed) });
        const said = [mind.open(), mind.nag() ?? [], mind.withdraw().lines];
        expect(JSON.stringify(said)).not.toMatch(/[{]\w+[}]/);
      }
      const lines = JSON.stringify([dialogue, voiceOf(dialogue.persona)]);
      const known = new Set([...Object.keys(dialogue.facts), 'order', 'cnpj', 'company']);
      for (const [, name] of lines.matchAll(/\{(\w+)\}/g)) expect(known).toContain(name);
    }
    expect(REQUESTS.length).toBeGreaterThan(20);
  });

  test('photos are ours, small, and each is sent by somebody', () => {
    const material = JSON.stringify(dialogues);
    for (const name of PHOTOS) {
      const { bytes, mime } = photoBytes(name);
      expect(bytes.byteLength).toBeLessThan(60_000);
      expect(mime === 'image/png' ? [0x89, 0x50] : [0xff, 0xd8]).toEqual([...bytes.slice(0, 2)]);
      expect(material).toContain(name);
    }
    const folder = new URL('../../../simulators/customers/photos/draw.sh', import.meta.url);
    expect(existsSync(folder) && statSync(folder).size > 0).toBe(true);
  });
});

describe('what they send besides words and photos', () => {
  test.each(THINGS)('%s is small, is what it says it is, and is sent by somebody', (name) => {
    const { medium, other } = thingContent(name);
    expect(JSON.stringify(dialogues)).toContain(`"sends":"${name}"`);
    if (medium === undefined) {
      expect(other?.[other.type]).toBeDefined();
      return;
    }
    expect(medium.bytes.byteLength).toBeGreaterThan(500);
    expect(medium.bytes.byteLength).toBeLessThan(60_000);
    const beginnings: Record<typeof medium.type, string> = {
      audio: 'OggS',
      video: 'ftyp',
      document: '%PDF',
      sticker: 'WEBP',
    };
    expect(Buffer.from(medium.bytes.slice(0, 16)).toString('latin1')).toContain(beginnings[medium.type]);
  });

  test('some come from an advertisement or a post', () => {
    expect(new Set(dialogues.flatMap(({ cameFrom }) => (cameFrom === undefined ? [] : [cameFrom.type])))).toEqual(
      new Set(['ad', 'post', 'story']),
    );
  });
});
