import type { Migration } from '../migration.ts';

/**
 * What the inbox's further filters look at (A3): the stages of a contact's open deals, and the customer's last message,
 * from which a messaging window runs. Sets of stages are numbered in `tagset`, like those of tags; ids are never the same.
 */
export const inboxFilters: Migration = {
  version: 2,
  name: 'inbox-filters',
  up(db) {
    db.exec(`
      ALTER TABLE contact ADD COLUMN stageset INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE inbox ADD COLUMN stageset INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE inbox ADD COLUMN last_inbound_at INTEGER NOT NULL DEFAULT 0;

      CREATE TEMP TABLE staged AS
        SELECT contact_id, group_concat(stage_id, char(10) ORDER BY stage_id) AS ids
        FROM (SELECT DISTINCT contact.id AS contact_id, deal.value ->> '$.stageId' AS stage_id
          FROM contact, json_each(contact.data, '$.deals') AS deal WHERE deal.value ->> '$.state' = 'open')
        GROUP BY contact_id;
      INSERT OR IGNORE INTO tagset (tag_ids) SELECT DISTINCT ids FROM staged;
      UPDATE contact SET stageset = (SELECT tagset.n FROM staged JOIN tagset ON tag_ids = ids WHERE contact_id = contact.id)
        WHERE id IN (SELECT contact_id FROM staged);
      DROP TABLE staged;

      UPDATE inbox SET
        last_inbound_at = coalesce((SELECT data ->> '$.lastInboundAt' FROM conversation WHERE conversation.n = inbox.n), 0),
        stageset = coalesce((SELECT contact.stageset FROM conversation JOIN contact ON contact.id = contact_id
          WHERE conversation.n = inbox.n), 0);
    `);
  },
};
