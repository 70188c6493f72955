import { randomUUID } from 'node:crypto';
import { describe } from 'vitest';
import { describeChannelContract } from '../channels/contract.ts';
import { storeOpener } from '../stores.ts';
import { openFormDesk } from './form-desk.ts';

describe('A form', () => {
  const openTestStore = storeOpener('embedded');
  describeChannelContract(
    'A form',
    async () => {
      const desk = await openFormDesk((await openTestStore()).store);
      const connection = desk.operation.core.connections.byId(desk.connectionId);
      if (connection === null) throw new Error('the form is not configured');
      const customer = { address: 'teresa@casa.test', phone: null, profileName: 'Teresa' };
      let last: () => Promise<unknown> = async () => undefined;
      return {
        adapter: connection.adapter,
        connection,
        customer,
        async customerWrites(message) {
          if (!('text' in message)) throw new Error('a form takes no files');
          const id = randomUUID();
          const answers = { nome: 'Teresa', email: customer.address, mensagem: message.text };
          last = () => desk.fill(answers, { id });
          await last();
        },
        repeatLast: async () => void (await last()),
        received: () => desk.received,
        bytesOf: () => Promise.reject(new Error('a form carries no files')),
        seen: async () => [],
        goOutOfReach: async () => async () => undefined,
        close: desk.close,
      };
    },
    undefined,
    { receivesOnly: true },
  );
});
