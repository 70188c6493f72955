import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { createShopCalls, type ShopCalls } from './calls.ts';
import type { Shop } from './contract.ts';
import { createRestShop } from './rest.ts';
import { shopSettingsSchema } from './settings.ts';

export interface ConnectedShop {
  shop: Shop;
  calls: ShopCalls;
}

/** The shops of the workspaces. Settings are read with each question, so a change holds at once on every node. */
export interface Shops {
  of(db: Kysely<Database>, workspaceId: string): Promise<ConnectedShop | null>;
}

/** `ownUrl`: of this backend, where the demo shop is; null: not listening. */
export function createShops(deps: { ownUrl(): string | null; now: () => number }): Shops {
  const open = new Map<string, ConnectedShop & { settings: string }>();
  return {
    async of(db, workspaceId) {
      const row = await db
        .selectFrom('shop')
        .select('settings')
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      const parsed = shopSettingsSchema.safeParse(row?.settings);
      if (!parsed.success) return null;
      const settings = JSON.stringify(parsed.data);
      const known = open.get(workspaceId);
      if (known?.settings === settings) return known;
      const { baseUrl } = parsed.data;
      const own = deps.ownUrl();
      if (baseUrl.startsWith('/') && own === null) return null;
      const shop = createRestShop(parsed.data, baseUrl.startsWith('/') ? `${own}${baseUrl}` : baseUrl);
      const made = { settings, shop, calls: createShopCalls(shop, deps.now) };
      open.set(workspaceId, made);
      return made;
    },
  };
}
