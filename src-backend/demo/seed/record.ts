import type { Field } from '../../../src-shared/protocol/contacts.ts';
import type { Deal, Pipeline } from '../../../src-shared/protocol/deals.ts';
import type { Contact, Person } from '../../../src-shared/protocol/entities.ts';
import { pickBirthDate, pickCnpj } from './brazil.ts';
import { type Item, items } from './goods.ts';
import { seededUuid } from './ids.ts';
import type { Customer } from './population.ts';
import type { Random } from './random.ts';

const DAY = 86_400_000;

/** What a shop's people wrote on its customers over the years: custom fields, notes and deals. */
export interface Records {
  /** Of a customer met at `at` (epoch milliseconds); the contact must have name and identities already. */
  of(
    customer: Pick<Customer, 'home' | 'cpf' | 'email' | 'company'>,
    at: number,
  ): Pick<Contact, 'fields' | 'notes' | 'deals'>;
}

const notes = [
  'Prefere ser chamada à tarde, depois das 14h.',
  'Só recebe entregas no trabalho; confirmar o endereço antes de enviar.',
  'Cliente desde a loja física, conhece a equipe pelo nome.',
  'Pede sempre nota fiscal com CNPJ.',
  'Compra para revenda; avisar quando chegar reposição.',
  'Teve problema com atraso no fim do ano, atender com atenção.',
  'Não gosta de ligação, só mensagem.',
  'A filha faz os pedidos por ela; confirmar o nome.',
  'Pagamento combinado todo dia 10.',
  'Tem dois endereços cadastrados, perguntar qual usar.',
  'Usa leitor de tela: escrever os links por extenso.',
  'Aniversário em família no mês que vem, quer sugestões de presente.',
  'Aguarda o retorno do financeiro sobre o limite para boleto.',
  'Indicou três clientes; merece um agrado.',
] as const;

export function createRecords(
  random: Random,
  directory: { fields: readonly Field[]; pipelines: readonly Pipeline[]; people: readonly Person[] },
  now: number,
): Records {
  const fields = directory.fields.filter(({ active }) => active);
  const pipelines = directory.pipelines.filter(({ active, stages }) => active && stages.length > 0);
  const writers = directory.people.filter(({ active, capacity }) => active && capacity > 0);

  function fieldsOf(customer: Parameters<Records['of']>[0]): Contact['fields'] {
    const values: Contact['fields'] = {};
    // Some customers were asked for everything, most for little.
    const thorough = random.chance(0.3);
    for (const field of fields) {
      if (!thorough && random.chance(0.55)) continue;
      const value = contentOf(field, customer);
      if (value !== null) values[field.id] = value;
    }
    return values;
  }

  function contentOf(
    { type, name, choices }: Field,
    { home, cpf, email, company }: Parameters<Records['of']>[0],
  ): string | null {
    switch (type) {
      case 'cpf':
        return company ? null : cpf.replace(/\D/g, '');
      case 'cnpj':
        return company ? pickCnpj(random) : null;
      case 'email':
        return email;
      case 'date':
        return company ? null : pickBirthDate(random, now);
      case 'choice':
        return choices.length > 0 ? random.pick(choices) : null;
      case 'text':
        return /cidade|city/i.test(name) ? home.city : null;
      default:
        return null;
    }
  }

  function notesOf(at: number): Contact['notes'] {
    if (!random.chance(0.1)) return [];
    const count = random.chance(0.2) ? 2 : 1;
    return random
      .shuffle(notes)
      .slice(0, count)
      .map((text, index) => ({
        id: seededUuid(random),
        text,
        authorId: writers.length > 0 ? random.pick(writers).id : null,
        at: Math.min(now, at + (index + 1) * random.between(60_000, DAY)),
      }));
  }

  function dealsOf(at: number, company: boolean): Deal[] {
    if (pipelines.length === 0 || !random.chance(company ? 0.6 : 0.16)) return [];
    const count = random.chance(0.15) ? random.between(2, 3) : 1;
    const made = Array.from({ length: count }, () => deal(Math.min(now, at + random.below(10 * DAY)), company));
    return made.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  function deal(createdAt: number, company: boolean): Deal {
    const pipeline = pipelines.find(({ name }) => company === /atacado|empresa/i.test(name)) ?? random.pick(pipelines);
    const old = now - createdAt > 60 * DAY;
    const state = random.chance(old ? 0.9 : 0.3) ? (random.chance(0.62) ? 'won' : 'lost') : 'open';
    const { stages } = pipeline;
    const stage = state === 'won' ? stages.at(-1) : random.pick(stages);
    const quantity = company ? random.between(5, 120) : 1;
    const title = `${company ? `${quantity} × ` : ''}${named(random.pick(items))}`;
    // Prices end in 90 cents.
    const amount = random.chance(0.1) ? null : (random.between(4, 290) * 10 * quantity - 1) * 100 + 90;
    const updatedAt = Math.min(now, createdAt + random.below(25 * DAY));
    return {
      ...{ id: seededUuid(random), title, pipelineId: pipeline.id, stageId: stage?.id ?? '', amount, state },
      ...{ createdAt, updatedAt },
    };
  }

  return {
    of: (customer, at) => ({
      fields: fieldsOf(customer),
      notes: notesOf(at),
      deals: dealsOf(at, customer.company),
    }),
  };
}

/** «o sofá retrátil» → «Sofá retrátil». */
function named({ name }: Item): string {
  const bare = name.replace(/^[ao] /, '');
  return bare.charAt(0).toLocaleUpperCase('pt-BR') + bare.slice(1);
}
