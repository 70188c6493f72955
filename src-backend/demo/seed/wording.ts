import { digits, type Home } from './brazil.ts';
import {
  agentHellos,
  agentLeads,
  agentTails,
  closings,
  customerTails,
  greetings,
  impatience,
  questions,
  shortCustomer,
  tails,
} from './courtesies.ts';
import { agos, colors, type Item, streets } from './goods.ts';
import { type Subject, subjects } from './phrases.ts';
import type { Random } from './random.ts';

/** What stays the same through one conversation, so that question and answer speak of the same order. */
export interface Scene {
  subject: Subject;
  client: string;
  agent: string;
  home: Home;
  order: string;
  item: Item;
  color: string;
  size: string;
  cpf: string;
  street: string;
  /** Epoch milliseconds; days are named around it. */
  at: number;
  /** The agent already greeted. */
  greeted: boolean;
  /** Where the turn through each list of phrases starts, and how far it went: nobody repeats themselves at once. */
  start: number;
  turn: number;
  asked: number;
  /** Answers that fit what the agent asked last. */
  expected: readonly string[] | null;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

type Piece = string | { slot: string };

/** Splits a phrase at its slots once; a million messages come from some hundreds of phrases. */
const compiled = new Map<string, readonly Piece[]>();

function pieces(phrase: string): readonly Piece[] {
  const known = compiled.get(phrase);
  if (known) return known;
  const split = phrase.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 1 ? { slot: part } : part));
  compiled.set(phrase, split);
  return split;
}

function fill(random: Random, phrase: string, scene: Scene): string {
  let text = '';
  for (const piece of pieces(phrase)) text += typeof piece === 'string' ? piece : slot(random, piece.slot, scene);
  return text;
}

function slot(random: Random, name: string, scene: Scene): string {
  switch (name) {
    case 'order':
    case 'cpf':
    case 'client':
    case 'agent':
    case 'color':
    case 'size':
    case 'street':
      return scene[name];
    case 'item':
      return scene.item.name;
    case 'ofItem':
      return `d${scene.item.name}`;
    case 'inItem':
      return `n${scene.item.name}`;
    case 'city':
      return scene.home.city;
    case 'day':
      return dayName(random.between(0, 12), scene.at);
    case 'past':
      return dayName(-random.between(1, 12), scene.at);
    case 'hello':
      return dayPart(scene.at);
    case 'Hello': {
      const part = dayPart(scene.at);
      return part.charAt(0).toUpperCase() + part.slice(1);
    }
    case 'ago':
      return random.pick(agos);
    case 'hour':
      return `${random.between(8, 20)}h${random.chance(0.4) ? String(random.between(1, 5) * 10) : ''}`;
    case 'n':
      return String(random.between(2, 18));
    case 'price':
      return `${random.between(3, 399) * 10 + 9}`;
    case 'cents':
      return `${random.between(29, 2400)},${random.pick(['00', '90', '99', '50', '47'])}`;
    case 'code':
      return `${random.pick(['AU', 'BR', 'LA', 'PX', 'NX'])}${digits(random, 7)}`;
    case 'cep':
      return `${digits(random, 5)}-${digits(random, 3)}`;
    default:
      throw new Error(`a phrase asks for {${name}}, which nobody knows`);
  }
}

function dayName(offset: number, at: number): string {
  if (offset === 0) return 'hoje';
  if (offset === 1) return 'amanhã';
  if (offset === -1) return 'ontem';
  const index = Math.floor(at / DAY) + offset;
  let name = dayNames.get(index);
  if (name === undefined) {
    const day = new Date(index * DAY);
    name = `dia ${day.getUTCDate()}/${day.getUTCMonth() + 1}`;
    dayNames.set(index, name);
  }
  return name;
}

/** By day since 1970: a history names the same few hundred days a million times. */
const dayNames = new Map<number, string>();

function dayPart(at: number): string {
  const hour = Math.floor(((at - 3 * HOUR) % DAY) / HOUR);
  if (hour >= 5 && hour < 12) return 'bom dia';
  return hour >= 12 && hour < 18 ? 'boa tarde' : 'boa noite';
}

/** Subjects that a department of this name deals with; any, when the name says nothing. */
export function createSubjectChoice(names: readonly string[]): (random: Random, department: string) => Subject {
  const choice = new Map(names.map((name) => [name, subjectsOf(name)]));
  return (random, department) => random.pick(choice.get(department) ?? subjects);
}

function subjectsOf(department: string): readonly Subject[] {
  const plain = department.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const own = subjects.filter((subject) => plain.includes(subject.department));
  return own.length > 0 ? own : subjects;
}

const speaksOfSizes = (phrase: string): boolean => phrase.includes('{size}') || phrase.includes('número maior');

export interface Wording {
  opening(scene: Scene): string;
  customer(scene: Scene): string;
  impatience(scene: Scene): string;
  agent(scene: Scene): string;
  outcome(scene: Scene): string;
  closing(scene: Scene): string;
  note(scene: Scene): string;
  /** A customer's street, the same through a conversation. */
  street(): string;
  color(): string;
}

export function createWording(random: Random): Wording {
  const unsized = new Map<readonly string[], readonly string[]>();

  /** Phrases that fit the item: nobody asks for a cafeteira in size 38. */
  function fitting(phrases: readonly string[], scene: Scene): string {
    if (scene.item.sizes.length > 0) return inTurn(phrases, scene);
    let fit = unsized.get(phrases);
    if (!fit) {
      fit = phrases.filter((phrase) => !speaksOfSizes(phrase));
      unsized.set(phrases, fit);
    }
    return inTurn(fit.length > 0 ? fit : phrases, scene);
  }

  function inTurn(phrases: readonly string[], scene: Scene): string {
    scene.turn += 1;
    return phrases[(scene.start + scene.turn) % phrases.length] ?? '';
  }

  const casual = (text: string) =>
    random.chance(0.25) ? text.replaceAll('você', 'vc').replaceAll(' não ', ' n ') : text;

  /** An agent greets once; afterwards a word of connection is enough. */
  function lead(scene: Scene): string {
    const phrase = random.pick(scene.greeted ? agentLeads : agentHellos);
    scene.greeted = true;
    return fill(random, phrase, scene);
  }

  return {
    street: () => `${random.pick(streets)}, ${random.between(10, 3900)}`,
    color: () => random.pick(colors),
    opening: (scene) =>
      casual(
        fill(random, random.pick(greetings), scene) +
          fill(random, fitting(scene.subject.openings, scene), scene) +
          random.pick(tails),
      ),
    customer(scene) {
      const { expected } = scene;
      scene.expected = null;
      if (expected && random.chance(0.92)) return fill(random, random.pick(expected), scene);
      if (random.chance(0.24)) return random.pick(shortCustomer);
      return casual(fill(random, fitting(scene.subject.customer, scene), scene) + random.pick(customerTails));
    },
    impatience: (scene) => fill(random, random.pick(impatience), scene),
    agent(scene) {
      const start = lead(scene);
      const question =
        scene.asked < questions.length && random.chance(0.4)
          ? questions[(scene.start + scene.asked) % questions.length]
          : undefined;
      if (question) {
        scene.asked += 1;
        scene.expected = question.answers;
        return start + fill(random, question.ask, scene);
      }
      return start + fill(random, fitting(scene.subject.agent, scene), scene) + random.pick(agentTails);
    },
    outcome: (scene) => lead(scene) + fill(random, fitting(scene.subject.outcomes, scene), scene),
    closing: (scene) => fill(random, random.pick(closings), scene),
    note: (scene) => fill(random, fitting(scene.subject.notes, scene), scene),
  };
}
