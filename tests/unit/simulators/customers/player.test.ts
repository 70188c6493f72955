import { describe, expect, test } from 'vitest';
import { type Dialogue, loadDialogues } from '../../../simulators/customers/dialogue.ts';
import { createCustomerPlayer } from '../../../simulators/customers/player.ts';
import { createHandClock, createTelephone, stage } from './stage.ts';

const dialogues = loadDialogues();
const find = (id: string): Dialogue => {
  const dialogue = dialogues.find((candidate) => candidate.id === id);
  if (!dialogue) throw new Error(id);
  return dialogue;
};
const fact = (dialogue: Dialogue, name: string): string => dialogue.facts[name] ?? 'unknown';

const offers = [
  'Acabei de solicitar, o prazo é de até 3 dias úteis.',
  'Consigo te dar um desconto de 10% e o frete grátis.',
  'Já gerei o código de postagem e enviei no seu e-mail.',
];

describe('a customer', () => {
  test.each(dialogues)('$id plays to its end with an agent who helps', async (dialogue) => {
    const scene = stage(dialogue, 7);
    scene.player.start();
    expect(await scene.untilQuiet()).not.toBe('');
    expect(await scene.ask('Olá! Meu nome é Ana, como posso ajudar?')).not.toBe('');
    const order = await scene.ask('Pode me informar o número do pedido?');
    if (dialogue.facts.order) expect(order).toContain(fact(dialogue, 'order'));
    else expect(order).not.toBe('');
    const document = dialogue.persona.voice === 'empresa' ? 'cnpj' : 'cpf';
    expect(await scene.ask(`Qual o ${document.toUpperCase()}?`)).toContain(fact(dialogue, document));
    await scene.ask('Obrigada, só um momento que vou verificar.');
    for (const offer of offers) await scene.ask(offer);
    const farewell = await scene.ask('Posso ajudar em algo mais?');
    expect(farewell).not.toBe('');
    expect(scene.player.outcome()).toBe('satisfied');
    expect(scene.player.state()).toBe('left');
  });

  test.each(dialogues)('$id answers what is asked', async (dialogue) => {
    const scene = stage(dialogue, 11);
    scene.player.start();
    await scene.untilQuiet();
    expect(await scene.ask('Qual o seu CEP?')).toContain(fact(dialogue, 'cep'));
    expect(await scene.ask('Me passa o seu e-mail?')).toContain(fact(dialogue, 'email'));
    expect(await scene.ask('Qual o endereço de entrega?')).toContain(fact(dialogue, 'address'));
    const both = await scene.ask('Me confirma o CEP e o e-mail do cadastro?');
    expect(both).toContain(fact(dialogue, 'cep'));
    expect(both).toContain(fact(dialogue, 'email'));
  });

  test('sends the photo when asked for one', async () => {
    const scene = stage(find('caixa-violada'));
    scene.player.start();
    await scene.untilQuiet();
    expect(await scene.ask('Consegue me mandar uma foto da caixa?')).toContain('[caixa-rasgada.jpg]');
  });

  test('asked twice for the same thing, gives it again and says so', async () => {
    const dialogue = find('caixa-violada');
    const scene = stage(dialogue);
    scene.player.start();
    await scene.untilQuiet();
    const first = await scene.ask('Qual o número do pedido?');
    const second = await scene.ask('Qual é o número do pedido mesmo?');
    expect(second).toContain(fact(dialogue, 'order'));
    expect(second).not.toBe(first);
    expect(second.split('\n').length).toBeGreaterThan(1);
  });

  test('says a story’s own words to a story’s own question', async () => {
    const scene = stage(find('garantia-fone'));
    scene.player.start();
    await scene.untilQuiet();
    expect(await scene.ask('Ele chegou a molhar ou caiu no chão?')).toMatch(/não molhou/);
  });

  test('bargains before accepting: one offer is not enough', async () => {
    const scene = stage(find('desconto-pix-geladeira'));
    scene.player.start();
    await scene.untilQuiet();
    expect(await scene.ask('Consigo fazer por R$ 3.099 no pix, pode ser?')).toMatch(/2\.950|melhora/);
    expect(scene.player.outcome()).toBeNull();
  });

  test('objects when the agent closes with the matter open, and leaves sourly if it happens again', async () => {
    const dialogue = find('reclamacao-procon');
    const scene = stage(dialogue);
    scene.player.start();
    await scene.untilQuiet();
    expect(await scene.ask('Posso ajudar em algo mais?')).toMatch(/ENCERRAR SEM RESOLVER/);
    expect(scene.player.outcome()).toBeNull();
    await scene.ask('Tenha um ótimo dia!');
    expect(scene.player.outcome()).toBe('dissatisfied');
  });

  test('cross, but offered something, presses for the rest instead of asking what was just said', async () => {
    const scene = stage(find('reclamacao-procon'));
    scene.player.start();
    await scene.untilQuiet();
    await scene.ask('A nova entrega chega em até 5 dias úteis.');
    const pressed = await scene.ask('Posso ajudar em algo mais?');
    expect(pressed).toMatch(/por escrito/);
    expect(pressed).toContain(fact(find('reclamacao-procon'), 'email'));
    expect(scene.player.outcome()).toBeNull();
  });

  test('never says the same remark twice running to an agent who makes small talk', async () => {
    const scene = stage(find('rastreio-parado'), 3);
    scene.player.start();
    await scene.untilQuiet();
    const answers: string[] = [];
    for (let turn = 0; turn < 8; turn += 1) answers.push(await scene.ask('Aqui o dia está bonito.'));
    const spoken = answers.filter((answer) => answer !== '');
    expect(spoken.length).toBeGreaterThan(2);
    expect(new Set(spoken).size).toBe(spoken.length);
  });

  test('asks whether anyone is there, a limited number of times, then gives up', async () => {
    const dialogue = find('entrega-atrasada-aniversario');
    const scene = stage(dialogue);
    scene.player.start();
    await scene.untilQuiet();
    await scene.clock.turn(30 * 60_000);
    const complaints = (await scene.untilQuiet()).split('\n');
    const plain = complaints.filter((line) => !line.startsWith('*'));
    expect(plain.length).toBe(dialogue.silence.flat().length);
    await scene.clock.turn(60 * 60_000);
    expect(scene.player.outcome()).toBe('gave-up');
    const before = scene.written.length;
    await scene.clock.turn(24 * 60 * 60_000);
    expect(scene.written.length).toBe(before);
  });

  test('waits longer when asked to wait', async () => {
    const waits = async (words: string | null) => {
      const scene = stage(find('entrega-atrasada-aniversario'), 5);
      scene.player.start();
      await scene.untilQuiet();
      if (words) await scene.ask(words);
      const before = scene.written.length;
      const since = scene.clock.now();
      while (scene.written.length === before) await scene.clock.turn(1_000);
      return scene.clock.now() - since;
    };
    expect(await waits('Vou verificar, aguarde um momento.')).toBeGreaterThan(1.5 * (await waits(null)));
  });

  test('says thanks and leaves by themselves when content and nobody writes any more', async () => {
    const scene = stage(find('rastreio-parado'));
    scene.player.start();
    await scene.untilQuiet();
    for (const offer of offers) await scene.ask(offer);
    await scene.clock.turn(5 * 60_000);
    expect(scene.player.outcome()).toBe('satisfied');
  });

  test('gone, still answers a question', async () => {
    const dialogue = find('rastreio-parado');
    const scene = stage(dialogue);
    scene.player.start();
    await scene.untilQuiet();
    for (const offer of offers) await scene.ask(offer);
    await scene.ask('Tenha um ótimo dia!');
    expect(scene.player.state()).toBe('left');
    expect(await scene.ask('Só mais uma coisa: qual é o seu CEP?')).toContain(fact(dialogue, 'cep'));
  });

  test('reads a burst of the agent as one and answers it once', async () => {
    const dialogue = find('caixa-violada');
    const clock = createHandClock();
    const telephone = createTelephone(clock);
    const player = createCustomerPlayer({ dialogue, transport: telephone.transport, clock, seed: 2 });
    player.start();
    await clock.turn(45_000);
    const before = telephone.written.length;
    telephone.agentWrites('Oi Cris!');
    await clock.turn(400);
    telephone.agentWrites('Qual o CPF?');
    await clock.turn(400);
    telephone.agentWrites('E o CEP?');
    await clock.turn(40_000);
    const answer = telephone.written.slice(before).map(({ text }) => text);
    expect(answer.filter((text) => text.includes(fact(dialogue, 'cpf')))).toHaveLength(1);
    expect(answer.filter((text) => text.includes(fact(dialogue, 'cep')))).toHaveLength(1);
  });

  test('writes the same words at the same times from the same seed, and others from another', async () => {
    const play = async (seed: number) => {
      const scene = stage(find('devolucao-vestido-madrinha'), seed);
      scene.player.start();
      await scene.untilQuiet();
      await scene.ask('Oi Isabela, o que aconteceu?');
      await scene.ask('Qual o número do pedido?');
      await scene.clock.turn(600_000);
      return scene.written;
    };
    const first = await play(42);
    expect(await play(42)).toEqual(first);
    expect(await play(43)).not.toEqual(first);
  });

  test('tries again when the line does not take a message, and loses none', async () => {
    const dialogue = find('caixa-violada');
    const clock = createHandClock();
    const telephone = createTelephone(clock);
    let broken = 2;
    const player = createCustomerPlayer({
      dialogue,
      clock,
      seed: 2,
      transport: {
        ...telephone.transport,
        writeText: (text) =>
          broken-- > 0 ? Promise.reject(new Error('no signal')) : telephone.transport.writeText(text),
      },
    });
    player.start();
    await clock.turn(60_000);
    const whole = stage(dialogue, 2);
    whole.player.start();
    await whole.untilQuiet();
    const words = (list: { text: string }[]) => list.map(({ text }) => text).slice(0, 3);
    expect(words(telephone.written)).toEqual(words(whole.written));
  });

  test('stopped, is silent', async () => {
    const scene = stage(find('caixa-violada'));
    scene.player.start();
    scene.player.stop();
    await scene.clock.turn(3_600_000);
    expect(scene.written).toEqual([]);
  });
});
