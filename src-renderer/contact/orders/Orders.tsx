import { Button, Skeleton } from '@mantine/core';
import { ExternalLink, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../src-shared/bridge/views.ts';
import type { ContactOrders, ShopOrder } from '../../../src-shared/protocol/shop.ts';
import { formatMoney } from '../../../src-shared/rules/money.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useFollowLink } from '../../chat/message/follow-link.ts';
import { dayAndMonth } from '../../chat/text/times.ts';
import panel from '../ContactPanel.module.css';
import styles from './Orders.module.css';
import { type Orders as AskedOrders, useOrders } from './use-orders.ts';

/** «Pedidos»: what the connected shop says of this customer. Nothing where there is no shop. */
export function Orders({ contact }: { contact: ContactView }) {
  // Whatever is proved anew may be what the shop knows them by: then it is asked again.
  const proved = contact.identities.map(({ address, proved, verified }) => `${address} ${proved || verified !== null}`);
  const proof = [...proved, ...contact.fields.map(({ value }) => value ?? '')].join('\n');
  return <OrdersOf key={`${contact.id} ${proof}`} contactId={contact.id} />;
}

function OrdersOf({ contactId }: { contactId: string }) {
  const { t } = useTranslation('record');
  const orders = useOrders(contactId);
  if (orders === null) return null;
  return (
    <section className={panel.section} aria-labelledby="contact-orders" aria-busy={orders.asking}>
      <h2 id="contact-orders">{t('orders.title')}</h2>
      <Body orders={orders} />
    </section>
  );
}

function Body({ orders: { answer, asking, online, again } }: { orders: AskedOrders }) {
  const { t } = useTranslation('record');
  if (answer === null) {
    return online ? <Loading /> : <p className={styles.said}>{t('orders.offline')}</p>;
  }
  if (answer === 'failed' || answer.state === 'failed') {
    const words = answer === 'failed' ? t('orders.failed.unreachable') : t(`orders.failed.${answer.reason}`);
    return (
      <div className={styles.failed} role="status">
        <p className={styles.said}>{words}</p>
        <Button
          size="compact-sm"
          leftSection={<RotateCw size={14} />}
          loading={asking}
          disabled={!online}
          onClick={again}
        >
          {t('orders.again')}
        </Button>
      </div>
    );
  }
  if (answer.state === 'no-shop') return null;
  if (answer.state === 'unproved') return <p className={styles.said}>{t('orders.unproved', { shop: answer.shop })}</p>;
  return <Found answer={answer} online={online} />;
}

const SHOWN = 3;

function Found({ answer, online }: { answer: Extract<ContactOrders, { state: 'ready' }>; online: boolean }) {
  const { t } = useTranslation('record');
  const [all, setAll] = useState(false);
  const { orders, more, shop } = answer;
  if (orders.length === 0) return <p className={styles.said}>{t('orders.none', { shop })}</p>;
  const hidden = all ? 0 : orders.length - SHOWN;
  return (
    <>
      <ul className={styles.list} aria-label={t('orders.of', { shop })}>
        {(hidden > 0 ? orders.slice(0, SHOWN) : orders).map((order) => (
          <Order key={order.number} order={order} />
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className={panel.more} onClick={() => setAll(true)}>
          {t('orders.more', { count: hidden })}
        </button>
      )}
      {more && hidden <= 0 && <p className={styles.said}>{t('orders.older', { shop })}</p>}
      {!online && <p className={styles.said}>{t('orders.stale')}</p>}
    </>
  );
}

function Order({ order }: { order: ShopOrder }) {
  const { t, i18n } = useTranslation('record');
  const follow = useFollowLink();
  const { number, placedAt, status, total, currency, items, tracking, url } = order;
  const goods = items.map(({ name, quantity }) =>
    quantity === 1 ? name : `${quantity.toLocaleString(i18n.language)} × ${name}`,
  );
  const title = t('orders.number', { number: neutralise(number) });
  return (
    <li className={styles.order}>
      <div className={styles.head}>
        {url === null ? (
          <b>{title}</b>
        ) : (
          <a {...follow(url)}>
            {title} <ExternalLink size={12} strokeWidth={1.75} aria-hidden="true" />
          </a>
        )}
        {total !== null && <span className={styles.total}>{formatMoney(total, currency, i18n.language)}</span>}
      </div>
      <small>
        {[placedAt === null ? null : dayAndMonth(placedAt, i18n.language), status === null ? null : neutralise(status)]
          .filter((part) => part !== null)
          .join(' · ')}
      </small>
      {goods.length > 0 && <small className={styles.goods}>{neutralise(goods.join(', '))}</small>}
      {tracking !== null && <small>{t('orders.tracking', { code: neutralise(tracking) })}</small>}
    </li>
  );
}

/** As high as two orders, which most customers have. */
function Loading() {
  const { t } = useTranslation('record');
  return (
    <div className={styles.list} role="status" aria-label={t('orders.loading')}>
      <Skeleton height={70} radius={6} />
      <Skeleton height={70} radius={6} />
    </div>
  );
}
