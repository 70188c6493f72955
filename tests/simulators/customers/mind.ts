import type { Random } from '../../../src-backend/demo/seed/random.ts';
import type { Answerable, Burst, Dialogue, Line, Variants, Voice } from './dialogue.ts';
import { type Heard, plain, type Request, understand } from './intents.ts';

/** Why a customer left. `satisfied`: the matter was settled; `dissatisfied`: closed against their will; `gave-up`: nobody came. */
export type Outcome = 'satisfied' | 'dissatisfied' | 'gave-up';

interface Reaction {
  lines: Burst;
  /** Set when these are the customer's last words on the matter. */
  leaves: Outcome | null;
  /** The agent asked for patience: the next complaint about silence comes later. */
  patient: boolean;
}

/**
 * What a customer thinks and says, without time: words in, words out. All chance comes from the given random source,
 * so a conversation repeats exactly from its seed and what it was told.
 */
export interface CustomerMind {
  open(): Burst;
  /** Reacts to everything the agent wrote since the customer last spoke, joined by line breaks. */
  hear(text: string): Reaction;
  /** An impatient word for a silence, or null when there are none left. */
  nag(): Burst | null;
  /** Nobody writes any more: thanks if content, a sour goodbye if not. */
  withdraw(): { lines: Burst; leaves: Outcome };
  content(): boolean;
}

const MOST_ANSWERS_AT_ONCE = 4;

export function createMind(deps: { dialogue: Dialogue; voice: Voice; random: Random }): CustomerMind {
  const { dialogue, voice, random } = deps;
  const decks = new Map<Variants, Burst[]>();
  const answered = new Map<Request, number>();
  const ownWords = dialogue.on.map(({ hears, say }) => ({ hears: new RegExp(`\\b(?:${hears})`), say }));
  const againWords = random.shuffle(voice.again);
  let stage = 0;
  let nagged = 0;
  let insisted = false;
  let left: Outcome | null = null;
  let greeted = false;

  function content(): boolean {
    return stage >= dialogue.solution.length;
  }

  /** Enough for a goodbye: the easy-going take the first answer for it, the cross and the wary want all of it. */
  function appeased(): boolean {
    const strict = dialogue.persona.mood === 'irritado' || dialogue.persona.mood === 'desconfiado';
    return content() || (stage > 0 && !strict);
  }

  /** Deals variants like cards: none comes twice before all came once. */
  function deal(variants: Variants, whenSpent: 'again' | 'silent' = 'again'): Burst {
    let deck = decks.get(variants);
    if (deck && deck.length === 0 && whenSpent === 'silent') return [];
    if (!deck || deck.length === 0) {
      deck = random.shuffle(variants);
      decks.set(variants, deck);
    }
    return fill(deck.pop() ?? []);
  }

  function fill(burst: Burst): Burst {
    return burst.map((line): Line => {
      if (typeof line === 'string') return slots(line);
      if ('sends' in line) return line;
      if ('text' in line) return { ...line, text: slots(line.text) };
      return line.caption === undefined ? line : { ...line, caption: slots(line.caption) };
    });
  }

  function slots(text: string): string {
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const fact = dialogue.facts[name];
      if (fact === undefined) throw new Error(`${dialogue.id}: no fact for {${name}} in «${text}»`);
      return fact;
    });
  }

  function wordsFor(subject: Answerable): Variants {
    const own = dialogue.replies[subject];
    if (own) return own;
    if (subject === 'order' && dialogue.facts.order === undefined) return voice.withoutOrder;
    return voice.replies[subject];
  }

  function answer(request: Request): Line[] {
    const times = answered.get(request) ?? 0;
    answered.set(request, times + 1);
    const lines = deal(wordsFor(request));
    if (times === 0 || request === 'confirm' || request === 'choice' || request === 'problem') return lines;
    return [againWords[(times - 1) % againWords.length] ?? '', ...lines].filter((line) => line !== '');
  }

  function reactToOffer(): Line[] {
    const words = dialogue.solution[stage];
    stage += 1;
    return words ? deal(words) : [];
  }

  function ownReaction(text: string): Line[] {
    const spoken = plain(text);
    return ownWords.filter(({ hears }) => hears.test(spoken)).flatMap(({ say }) => deal(say, 'silent'));
  }

  function reaction(lines: Line[], more: Partial<Reaction> = {}): Reaction {
    return { lines, leaves: null, patient: false, ...more };
  }

  function close(before: Line[]): Reaction {
    if (!appeased() && !insisted) {
      insisted = true;
      if (stage === 0) return reaction([...before, ...deal(dialogue.unsolved)]);
      // Something was offered, so they press for the rest instead of asking what they were just told.
      before.push(...reactToOffer());
      if (!content()) return reaction(before);
    }
    left = appeased() ? 'satisfied' : 'dissatisfied';
    const words = appeased() ? dialogue.farewell : voice.giveUp;
    return reaction([...before, ...deal(words)], { leaves: left });
  }

  function courtesy(heard: Heard): Line[] {
    if (heard.courtesies.includes('apology')) return deal(wordsFor('apology'), 'silent');
    if (heard.courtesies.includes('howAreYou')) return deal(wordsFor('howAreYou'), 'silent');
    if (heard.courtesies.includes('hello') && !greeted) return deal(wordsFor('hello'), 'silent');
    if (heard.courtesies.includes('thanks')) return deal(wordsFor('thanks'), 'silent');
    return [];
  }

  function consider(text: string): Reaction {
    const heard = understand(text);
    const own = ownReaction(text);
    const offered = heard.statements.includes('solution');
    // A «no» that comes with a way out is an offer; bare, it is bad news.
    const refused = heard.statements.includes('refusal') && !offered;

    if (heard.requests.length > 0) {
      const answers = heard.requests.slice(0, MOST_ANSWERS_AT_ONCE).flatMap(answer);
      const greeting = !greeted && heard.courtesies.includes('howAreYou') ? courtesy(heard) : [];
      const onlyConsent = heard.requests.every((request) => request === 'confirm');
      if (offered && onlyConsent && !content()) {
        // An offer that is not the last stage gets its own answer (a counter-offer), not a plain «pode ser».
        const words = reactToOffer();
        const lines = own.length > 0 ? own : content() ? [...answers, ...words] : words;
        return heard.closings.length > 0 ? close([...greeting, ...lines]) : reaction([...greeting, ...lines]);
      }
      // An offer that comes with a question is taken in while answering.
      if (offered && !heard.requests.includes('choice') && !content()) stage += 1;
      // A story's own words answer a general question («o que houve?») better than the general answer.
      const general = heard.requests.every((r) => r === 'confirm' || r === 'choice' || r === 'problem');
      return reaction([...greeting, ...(own.length > 0 && general ? own : [...answers, ...own])]);
    }
    if (heard.closings.length > 0) {
      const before = offered && !content() ? reactToOffer() : own;
      return close(before);
    }
    if (own.length > 0) {
      if (offered && !content()) stage += 1;
      return reaction(own, { patient: heard.statements.includes('wait') });
    }
    if (heard.statements.includes('wait')) {
      return reaction(deal(wordsFor('wait'), 'silent'), { patient: true });
    }
    if (offered) return reaction(content() ? deal(voice.noted, 'silent') : reactToOffer());
    if (refused) return reaction(deal(wordsFor('refusal')));
    if (heard.statements.includes('transfer')) return reaction(deal(wordsFor('transfer')), { patient: true });
    if (heard.unclear) return reaction(deal(voice.puzzled));
    if (heard.courtesies.length > 0) return reaction(courtesy(heard));
    return reaction(random.chance(0.7) ? deal(voice.noted, 'silent') : []);
  }

  return {
    content,
    open: () => deal(dialogue.opening),
    hear(text) {
      if (left !== null) {
        const heard = understand(text);
        // Gone, but not rude: a question still gets its answer.
        if (heard.requests.length > 0) return reaction(heard.requests.slice(0, 2).flatMap(answer));
        return reaction(deal(voice.afterwards, 'silent'));
      }
      const result = consider(text);
      greeted = true;
      return result;
    },
    nag() {
      const words = dialogue.silence[nagged];
      if (left !== null || content() || !words) return null;
      nagged += 1;
      return fill(words);
    },
    withdraw() {
      left = content() ? 'satisfied' : 'gave-up';
      return { lines: deal(content() ? dialogue.farewell : voice.giveUp), leaves: left };
    },
  };
}
