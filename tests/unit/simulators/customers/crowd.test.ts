import { expect, test } from 'vitest';
import { createCrowd } from '../../../simulators/customers/crowd.ts';
import { loadDialogues } from '../../../simulators/customers/dialogue.ts';
import { createHandClock, createTelephone } from './stage.ts';

const dialogues = loadDialogues();

function shop(options: { atOnce: number; arrivalMs: number; limit?: number; seed?: number; helpful: boolean }) {
  const clock = createHandClock();
  const log: { id: string; at: number; text: string }[] = [];
  const crowd = createCrowd({
    dialogues,
    clock,
    seed: options.seed ?? 9,
    atOnce: options.atOnce,
    arrivalMs: options.arrivalMs,
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    connect(dialogue) {
      const telephone = createTelephone(clock);
      let turn = 0;
      const help = () => {
        if (!options.helpful) return;
        turn += 1;
        clock.after(8_000, () =>
          telephone.agentWrites(turn > 6 ? 'Posso ajudar em algo mais?' : 'Já solicitei, chega em até 3 dias úteis.'),
        );
      };
      return {
        ...telephone.transport,
        async writeText(text) {
          log.push({ id: dialogue.id, at: clock.now(), text });
          help();
        },
      };
    },
  });
  return { clock, crowd, log };
}

test('customers come one by one, never more than agreed at the same time', async () => {
  const { clock, crowd } = shop({ atOnce: 4, arrivalMs: 20_000, helpful: false });
  crowd.start();
  let most = 0;
  for (let minute = 0; minute < 20; minute += 1) {
    await clock.turn(60_000);
    most = Math.max(most, crowd.present().length);
  }
  expect(most).toBe(4);
  expect(crowd.counts().started).toBe(4);
  crowd.stop();
});

test('served customers leave satisfied and others take their place, everybody once before anybody twice', async () => {
  const { clock, crowd, log } = shop({ atOnce: 6, arrivalMs: 15_000, helpful: true });
  crowd.start();
  await clock.turn(90 * 60_000);
  const { started, satisfied, gaveUp } = crowd.counts();
  expect(started).toBeGreaterThan(dialogues.length);
  expect(satisfied).toBeGreaterThan(dialogues.length / 2);
  expect(gaveUp).toBe(0);
  expect(new Set(log.map(({ id }) => id)).size).toBe(dialogues.length);
  crowd.stop();
});

test('a limit ends the arrivals, and a stopped crowd writes nothing more', async () => {
  const { clock, crowd, log } = shop({ atOnce: 5, arrivalMs: 5_000, limit: 3, helpful: false });
  crowd.start();
  await clock.turn(10 * 60_000);
  expect(crowd.counts().started).toBe(3);
  crowd.stop();
  const before = log.length;
  await clock.turn(2 * 60 * 60_000);
  expect(log.length).toBe(before);
});

test('the same seed gives the same day', async () => {
  const day = async (seed: number) => {
    const { clock, crowd, log } = shop({ atOnce: 3, arrivalMs: 10_000, seed, helpful: true });
    crowd.start();
    await clock.turn(10 * 60_000);
    crowd.stop();
    return log;
  };
  expect(await day(4)).toEqual(await day(4));
  expect(await day(5)).not.toEqual(await day(4));
});
